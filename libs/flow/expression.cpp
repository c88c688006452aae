#include "flow/expression.hpp"

#include "base/text.hpp"

#include <fmt/format.h>

#include <array>
#include <charconv>
#include <optional>

namespace hatif::flow {

namespace {

using base::Errc;
using base::fail;
using base::Result;

struct Sign {
    std::string_view written;
    Operation means;
};
constexpr std::array<Sign, 3> sums{{{"+", Operation::add},
                                    {"-", Operation::subtract},
                                    {"\xE2\x88\x92", Operation::subtract}}}; // −
constexpr std::array<Sign, 4> products{{{"*", Operation::multiply},
                                        {"\xC3\x97", Operation::multiply}, // ×
                                        {"/", Operation::divide},
                                        {"\xC3\xB7", Operation::divide}}}; // ÷

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

bool starts_name(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

std::optional<Expression::Part> word_meaning(std::string_view word) {
    if (word == "true") return Value{true};
    if (word == "false") return Value{false};
    if (word == "null") return Value{};
    return std::nullopt;
}

/// "balance", "contact.firstName", "attribute.city", "sys.callId". Nothing: there is no such.
std::optional<ValueSource> source_named(std::string_view name) {
    using Kind = ValueSource::Kind;
    if (is_system_name(name)) return ValueSource{Kind::system, std::string{name}};
    const auto dot = name.find('.');
    if (dot == std::string_view::npos) return ValueSource{Kind::variable, std::string{name}};
    const auto before = name.substr(0, dot);
    const std::string after{name.substr(dot + 1)};
    if (before == "attribute" && !after.empty()) return ValueSource{Kind::custom_attribute, after};
    const auto field = contact_field(after);
    if (before == "contact" && field) return ValueSource{Kind::contact_field, *field};
    return std::nullopt;
}

/// Reads from left to right; once something is wrong, nothing more is read.
class Parser {
public:
    explicit Parser(std::string_view text) : text_{text}, rest_{text} {}

    Result<Expression> parse() {
        if (text_.size() > longest_expression) {
            refuse(fmt::format("an expression has at most {} characters", longest_expression));
        }
        joined(0);
        skip_spaces();
        if (!rest_.empty()) refuse("expected an operator");
        if (wrong_) return fail(Errc::invalid, *wrong_, "bad_expression");
        return std::move(made_);
    }

private:
    void refuse(std::string_view what) {
        if (wrong_) return;
        const auto at = text_.size() - rest_.size();
        wrong_ = fmt::format("{} after '{}'", what, text_.substr(0, at));
        if (at == 0) wrong_ = fmt::format("{} at the beginning", what);
        rest_ = {};
    }

    void skip_spaces() { rest_ = base::trimmed(rest_); }

    bool take(std::string_view word) {
        skip_spaces();
        if (!rest_.starts_with(word)) return false;
        rest_.remove_prefix(word.size());
        return true;
    }

    template <class Signs>
    std::optional<Operation> take_one_of(const Signs& signs) {
        for (const auto& [written, means] : signs) {
            if (take(written)) return means;
        }
        return std::nullopt;
    }

    void joined(int depth) {
        sum(depth);
        while (take("&")) {
            sum(depth);
            made_.parts.emplace_back(Operation::join);
        }
    }

    void sum(int depth) {
        product(depth);
        while (const auto sign = take_one_of(sums)) {
            product(depth);
            made_.parts.emplace_back(*sign);
        }
    }

    void product(int depth) {
        with_sign(depth);
        while (const auto sign = take_one_of(products)) {
            with_sign(depth);
            made_.parts.emplace_back(*sign);
        }
    }

    void with_sign(int depth) {
        if (depth >= deepest_expression) return refuse("the expression is nested too deeply");
        const auto sign = take_one_of(sums);
        if (!sign) return primary(depth);
        with_sign(depth + 1);
        if (*sign == Operation::subtract) made_.parts.emplace_back(Operation::negate);
    }

    void primary(int depth) {
        skip_spaces();
        if (rest_.empty()) return refuse("expected a value");
        const char first = rest_.front();
        if (take("(")) {
            joined(depth + 1);
            if (!take(")")) refuse("expected ')'");
        } else if (take("{{")) {
            name(base::trimmed(until("}}")));
        } else if (first == '"' || first == '\'') {
            rest_.remove_prefix(1);
            made_.parts.emplace_back(Value{std::string{until({&first, 1})}});
        } else if (is_digit(first)) {
            number();
        } else if (starts_name(first)) {
            name(word());
        } else {
            refuse("expected a value");
        }
    }

    /// What stands before `end`, which is taken too.
    std::string_view until(std::string_view end) {
        const auto at = rest_.find(end);
        if (at == std::string_view::npos) {
            refuse(fmt::format("expected '{}'", end));
            return {};
        }
        const auto found = rest_.substr(0, at);
        rest_.remove_prefix(at + end.size());
        return found;
    }

    std::string_view word() {
        std::size_t size = 0;
        while (size < rest_.size() &&
               (starts_name(rest_[size]) || is_digit(rest_[size]) || rest_[size] == '.')) {
            ++size;
        }
        const auto found = rest_.substr(0, size);
        rest_.remove_prefix(size);
        return found;
    }

    void name(std::string_view word) {
        if (wrong_) return;
        if (word.empty()) return refuse("expected a name");
        if (auto value = word_meaning(word)) {
            made_.parts.push_back(std::move(*value));
        } else if (auto source = source_named(word)) {
            made_.parts.emplace_back(std::move(*source));
        } else {
            refuse("expected a variable, contact.<field>, attribute.<name> or sys.<name>");
        }
    }

    void number() {
        std::size_t size = 0;
        while (size < rest_.size() && is_digit(rest_[size])) ++size;
        if (size + 1 < rest_.size() && rest_[size] == '.' && is_digit(rest_[size + 1])) {
            ++size;
            while (size < rest_.size() && is_digit(rest_[size])) ++size;
        }
        double value = 0;
        std::from_chars(rest_.data(), rest_.data() + size, value);
        rest_.remove_prefix(size);
        made_.parts.emplace_back(Value{value});
    }

    std::string_view text_;
    std::string_view rest_;
    Expression made_;
    std::optional<std::string> wrong_;
};

} // namespace

Result<Expression> parse_expression(std::string_view text) {
    return Parser{text}.parse();
}

} // namespace hatif::flow

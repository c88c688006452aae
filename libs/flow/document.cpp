#include "flow/document.hpp"

#include <fmt/format.h>
#include <simdjson.h>

#include <algorithm>
#include <string>
#include <variant>
#include <vector>

namespace hatif::flow {

namespace dom = simdjson::dom;

namespace {

constexpr int most_told = 100; // the path of each may be as long as the text

/// Which mistake of its writer the parser met, in words that help to find it.
std::string words_of(simdjson::error_code error) {
    switch (error) {
    case simdjson::EMPTY:
        return "the text is empty";
    case simdjson::UTF8_ERROR:
        return "the text is no UTF-8";
    case simdjson::STRING_ERROR:
        return "a text holds an escape that stands for no character, such as one half of a "
               "surrogate pair";
    case simdjson::UNESCAPED_CHARS:
        return "a text holds a control character; it must be written as an escape";
    case simdjson::UNCLOSED_STRING:
        return "a text has no closing quote";
    case simdjson::NUMBER_ERROR:
    case simdjson::NUMBER_OUT_OF_RANGE:
        return "a number is too large, or is not written as JSON writes numbers";
    case simdjson::TAPE_ERROR:
    case simdjson::INCOMPLETE_ARRAY_OR_OBJECT:
    case simdjson::TRAILING_CONTENT:
        return "a bracket, a comma or a colon is missing, or stands where none can";
    case simdjson::T_ATOM_ERROR:
    case simdjson::F_ATOM_ERROR:
    case simdjson::N_ATOM_ERROR:
        return "a word is none of true, false and null";
    default:
        return simdjson::error_message(error);
    }
}

bool holds_nul(std::string_view text) {
    return text.find('\0') != std::string_view::npos;
}

/// Where an element stands: written out only for what is wrong there.
struct Step {
    const Step* before;
    std::variant<std::string_view, std::size_t> by;
};

std::string path_of(const Step* step) {
    if (step == nullptr) return "";
    const auto before = path_of(step->before);
    return std::visit([&](const auto& by) { return pointer(before, by); }, step->by);
}

/// Walks through all of it, down to the depth that the parser lets through.
class Examination {
public:
    explicit Examination(Problems& problems) : problems_{problems} {}

    void look(const dom::element& element, const Step* at) {
        std::string_view text;
        dom::object members;
        dom::array items;
        if (element.get(text) == simdjson::SUCCESS && holds_nul(text)) refuse_nul(at);
        if (element.get(members) == simdjson::SUCCESS) look(members, at);
        if (element.get(items) != simdjson::SUCCESS) return;
        std::size_t index = 0;
        for (const auto item : items) {
            const Step step{at, index++};
            look(item, &step);
        }
    }

private:
    void look(const dom::object& members, const Step* at) {
        std::vector<std::string_view> names;
        for (const auto [name, value] : members) {
            const Step step{at, name};
            names.push_back(name);
            if (holds_nul(name)) refuse_nul(at);
            look(value, &step);
        }
        std::sort(names.begin(), names.end());
        for (auto it = std::adjacent_find(names.begin(), names.end()); it != names.end();) {
            const Step twice{at, *it};
            refuse("duplicate_member", "this member stands here more than once", &twice);
            it = std::adjacent_find(std::upper_bound(it, names.end(), *it), names.end());
        }
    }

    void refuse_nul(const Step* at) {
        refuse("out_of_range", "a text must not hold the character U+0000", at);
    }

    void refuse(std::string code, std::string message, const Step* at) {
        if (++told_ > most_told) return;
        problems_.error({std::move(code), std::move(message), std::nullopt, path_of(at)});
    }

    Problems& problems_;
    int told_ = 0;
};

} // namespace

bool parse_document(std::string_view json,
                    dom::parser& parser,
                    dom::element& root,
                    Problems& problems) {
    const auto refuse = [&](std::string code, std::string message) {
        problems.error({std::move(code), std::move(message), std::nullopt, ""});
        return false;
    };
    if (json.size() > largest_document) {
        return refuse("graph_too_large",
                      fmt::format("a graph has at most {} bytes", largest_document));
    }
    if (parser.allocate(json.size() + 1, deepest_document) != simdjson::SUCCESS) {
        return refuse("graph_too_large", "there is no memory to read the graph in");
    }
    const auto error = parser.parse(json.data(), json.size()).get(root);
    if (error == simdjson::SUCCESS) return true;
    if (error != simdjson::DEPTH_ERROR) return refuse("invalid_json", words_of(error));
    return refuse(
        "nested_too_deeply",
        fmt::format("objects and lists stand within each other at most {} deep", deepest_document));
}

void examine_document(const dom::element& root, Problems& problems) {
    Examination{problems}.look(root, nullptr);
}

} // namespace hatif::flow

#include "flow/template.hpp"

#include "base/text.hpp"
#include "flow/expression.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace hatif::flow {

namespace {

std::string written(const Value& value, Template::As as) {
    if (as == Template::As::json) return to_exact_json(value);
    return as == Template::As::url ? base::percent_encoded(to_text(value)) : to_text(value);
}

} // namespace

std::vector<ValueSource> sources_of(const Template& it) {
    std::vector<ValueSource> all;
    for (const auto& part : it.parts) {
        const auto* place = std::get_if<Template::Place>(&part);
        if (place == nullptr) continue;
        for (auto& source : sources_of(place->value)) all.push_back(std::move(source));
    }
    return all;
}

base::Result<Template> parse_url(std::string_view text) {
    Template made;
    while (!text.empty()) {
        const auto open = std::min(text.find("{{"), text.size());
        if (open > 0) made.parts.emplace_back(std::string{text.substr(0, open)});
        text.remove_prefix(open);
        if (text.empty()) break;
        const auto close = text.find("}}");
        if (close == std::string_view::npos) {
            return base::fail(base::Errc::invalid, "'{{' is not closed by '}}'");
        }
        const auto name = parse_expression(text.substr(0, close + 2));
        const bool one = name && name->parts.size() == 1;
        const auto* source = one ? std::get_if<ValueSource>(&name->parts.front()) : nullptr;
        if (source == nullptr) {
            return base::fail(base::Errc::invalid,
                              fmt::format("'{}' names no variable, contact.<field>, "
                                          "attribute.<name> or sys.<name>",
                                          text.substr(0, close + 2)));
        }
        made.parts.emplace_back(Template::Place{*source, Template::As::url});
        text.remove_prefix(close + 2);
    }
    return made;
}

OrFault<Variable> filled(const Template& it, std::size_t most_bytes, Reading& reading) {
    std::string all;
    bool secret = false;
    for (const auto& part : it.parts) {
        if (const auto* text = std::get_if<std::string>(&part)) {
            all += *text;
        } else {
            const auto& place = std::get<Template::Place>(part);
            const auto value = reading.value(place.value);
            if (!value) return value;
            all += written(value->value, place.as);
            secret = secret || value->secret;
        }
        if (all.size() > most_bytes) {
            return fault("text_too_long", "what is to be sent grew too long");
        }
    }
    return Variable{std::move(all), secret};
}

} // namespace hatif::flow

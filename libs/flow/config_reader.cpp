#include "flow/config_reader.hpp"

#include "base/text.hpp"

#include <fmt/format.h>
#include <simdjson.h>

#include <set>

namespace hatif::flow {

namespace dom = simdjson::dom;

struct ConfigReader::Core {
    dom::object members;
    std::optional<NodeId> node;
    std::string path;
    Problems& problems;
    std::set<std::string, std::less<>> asked{};
    std::vector<std::unique_ptr<ConfigReader>> inner{};
};

ConfigReader::ConfigReader(const dom::object& members,
                           std::optional<NodeId> node,
                           std::string path,
                           Problems& problems)
    : core_{std::make_unique<Core>(Core{members, std::move(node), std::move(path), problems})} {}

ConfigReader::~ConfigReader() = default;

const std::string& ConfigReader::path() const {
    return core_->path;
}

std::string ConfigReader::node_id() const {
    return core_->node ? core_->node->value() : std::string{};
}

std::vector<std::string> ConfigReader::names() const {
    std::vector<std::string> all;
    for (const auto [name, value] : core_->members) all.emplace_back(name);
    return all;
}

void ConfigReader::refuse(std::string code, std::string message, std::string path) {
    core_->problems.error({std::move(code), std::move(message), core_->node, std::move(path)});
}

void ConfigReader::wrong_type(std::string_view name, std::string_view wanted) {
    refuse("wrong_type", fmt::format("'{}' must be {}", name, wanted), pointer(path(), name));
}

void ConfigReader::missing(std::string_view name) {
    refuse("missing_member", fmt::format("'{}' is required", name), pointer(path(), name));
}

std::optional<dom::element> ConfigReader::written(std::string_view name) {
    core_->asked.emplace(name);
    dom::element found;
    if (core_->members.at_key(name).get(found) != simdjson::SUCCESS) return std::nullopt;
    return found;
}

std::optional<dom::element> ConfigReader::find(std::string_view name, Need need) {
    const auto found = written(name);
    if (found && !found->is_null()) return found;
    if (need == Need::required) missing(name);
    return std::nullopt;
}

std::string ConfigReader::text(std::string_view name, Need need, std::size_t most) {
    const auto found = find(name, need);
    std::string_view it;
    if (!found) return {};
    if (found->get(it) != simdjson::SUCCESS) {
        wrong_type(name, "a text");
    } else if (it.empty() && need == Need::required) {
        missing(name);
    } else if (base::length_in_characters(it) > most) {
        refuse("out_of_range", fmt::format("'{}' must have at most {} characters", name, most),
               pointer(path(), name));
    }
    return std::string{it};
}

bool ConfigReader::flag(std::string_view name, bool otherwise) {
    const auto found = find(name, Need::optional);
    if (found && found->get(otherwise) != simdjson::SUCCESS) wrong_type(name, "true or false");
    return otherwise;
}

int ConfigReader::integer(std::string_view name, int otherwise, Range<int> range) {
    const auto found = find(name, Need::optional);
    if (!found) return otherwise;
    double number = 0; // 3.0 is 3 to whoever wrote it
    std::int64_t it = 0;
    if (found->get(number) == simdjson::SUCCESS && number > -1e15 && number < 1e15) {
        it = static_cast<std::int64_t>(number);
    } else if (found->is_number()) {
        it = INT64_MAX;
    }
    if (!found->is_number() || (it != INT64_MAX && static_cast<double>(it) != number)) {
        wrong_type(name, "a whole number");
        return otherwise;
    }
    if (it < range.least || it > range.most) {
        refuse("out_of_range",
               fmt::format("'{}' must be between {} and {}", name, range.least, range.most),
               pointer(path(), name));
        return otherwise;
    }
    return static_cast<int>(it);
}

std::chrono::milliseconds ConfigReader::milliseconds(std::string_view name,
                                                     std::chrono::milliseconds otherwise,
                                                     Range<std::chrono::milliseconds> range) {
    const auto number = [](std::chrono::milliseconds it) { return static_cast<int>(it.count()); };
    return std::chrono::milliseconds{
        integer(name, number(otherwise), {number(range.least), number(range.most)})};
}

std::string ConfigReader::choice(std::string_view name,
                                 std::initializer_list<std::string_view> choices) {
    std::string chosen = text(name);
    if (chosen.empty()) return std::string{*choices.begin()};
    for (const auto it : choices) {
        if (it == chosen) return chosen;
    }
    refuse("unknown_value", fmt::format("'{}' must be one of: {}", name, fmt::join(choices, ", ")),
           pointer(path(), name));
    return std::string{*choices.begin()};
}

std::string ConfigReader::digits(std::string_view name, std::string otherwise) {
    const auto found = find(name, Need::optional);
    if (!found) return otherwise;
    std::string all;
    std::string_view it;
    dom::array list;
    if (found->get(it) == simdjson::SUCCESS) {
        all = it;
    } else if (found->get(list) == simdjson::SUCCESS) {
        for (const auto one : list) {
            if (one.get(it) != simdjson::SUCCESS) it = "?";
            all += it;
        }
    }
    if (!all.empty() && all.find_first_not_of("0123456789*#ABCD") == std::string::npos) return all;
    wrong_type(name, "keys: some of 0 to 9, * and #");
    return otherwise;
}

std::optional<Outcome> ConfigReader::outcome(std::string_view name) {
    const std::string chosen = text(name);
    if (chosen.empty()) return std::nullopt;
    const auto outcome = outcome_named(chosen);
    if (!outcome) {
        refuse("unknown_value", fmt::format("'{}': there is no outcome '{}'", name, chosen),
               pointer(path(), name));
    }
    return outcome;
}

std::optional<char> ConfigReader::key(std::string_view name, std::optional<char> otherwise) {
    const auto found = find(name, Need::optional);
    std::string_view it;
    if (!found) return otherwise;
    if (found->get(it) == simdjson::SUCCESS && it.empty()) return std::nullopt;
    if (it.size() == 1 && std::string_view{"0123456789*#"}.find(it) != std::string_view::npos) {
        return it.front();
    }
    wrong_type(name, "a key: one of 0 to 9, * and #, or an empty text for none");
    return otherwise;
}

bool ConfigReader::has(std::string_view name) {
    dom::element found;
    return core_->members.at_key(name).get(found) == simdjson::SUCCESS && !found.is_null();
}

ConfigReader* ConfigReader::inner(const dom::element& element, const std::string& at) {
    dom::object members;
    if (element.get(members) != simdjson::SUCCESS) {
        refuse("wrong_type", "this must be an object", at);
        return nullptr;
    }
    core_->inner.push_back(
        std::make_unique<ConfigReader>(members, core_->node, at, core_->problems));
    return core_->inner.back().get();
}

ConfigReader* ConfigReader::object(std::string_view name, Need need) {
    const auto found = find(name, need);
    return found ? inner(*found, pointer(path(), name)) : nullptr;
}

std::vector<ConfigReader*> ConfigReader::objects(std::string_view name, Need need) {
    const auto found = find(name, need);
    if (!found) return {};
    dom::array list;
    if (found->get(list) != simdjson::SUCCESS) {
        wrong_type(name, "a list");
        return {};
    }
    if (list.size() == 0 && need == Need::required) missing(name);
    std::vector<ConfigReader*> all;
    std::size_t index = 0;
    for (const auto item : list) {
        auto* reader = inner(item, pointer(pointer(path(), name), index++));
        if (reader != nullptr) all.push_back(reader);
    }
    return all;
}

void ConfigReader::warn_of_unread() {
    for (const auto [name, value] : core_->members) {
        if (core_->asked.contains(name)) continue;
        core_->problems.warn({"unknown_member", fmt::format("nothing reads '{}'", name),
                              core_->node, pointer(path(), name)});
    }
    for (const auto& inner : core_->inner) inner->warn_of_unread();
}

} // namespace hatif::flow

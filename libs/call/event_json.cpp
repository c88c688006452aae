#include "call/event_json.hpp"

#include <fmt/format.h>
#include <simdjson.h>

#include <algorithm>
#include <array>

namespace hatif::call {

namespace dom = simdjson::dom;

namespace {

/// Members of an event's data; what is missing or of another type throws inside this file only.
class Data {
public:
    Data(dom::object object, const StandIns& stand_ins) : object_{object}, stand_ins_{stand_ins} {}

    std::string text(std::string_view name) const {
        return std::string{std::string_view{object_.at_key(name)}};
    }
    int number(std::string_view name) const {
        return static_cast<int>(std::int64_t{object_.at_key(name)});
    }
    std::chrono::milliseconds time(std::string_view name) const {
        return std::chrono::milliseconds{std::int64_t{object_.at_key(name)}};
    }
    bool flag(std::string_view name) const { return bool{object_.at_key(name)}; }
    bool has(std::string_view name) const {
        return object_.at_key(name).error() == simdjson::SUCCESS;
    }
    std::optional<int> cause() const {
        const dom::element it = object_.at_key("q850");
        if (it.is_null()) return std::nullopt;
        return number("q850");
    }
    Ticket ticket() const { return {number("visit"), number("round")}; }
    Fault fault() const { return {text("code"), text("message")}; }

    flow::Variables variables() const {
        flow::Variables all;
        if (!has("variables")) return all;
        for (const auto [name, value] : dom::object{object_.at_key("variables")}) {
            all.emplace(std::string{name}, flow::Variable{value_of(value)});
        }
        return all;
    }

    std::vector<flow::Value> values() const {
        std::vector<flow::Value> all;
        for (const auto value : dom::array{object_.at_key("values")}) {
            all.push_back(value.is_object() ? stand_in(value) : value_of(value));
        }
        return all;
    }

private:
    /// A value of the kind of one that was hidden.
    flow::Value stand_in(const dom::object& hidden) const {
        const std::string_view kind{hidden.at_key("secret")};
        if (kind == "number") return stand_ins_.number;
        if (kind == "boolean") return true;
        return stand_ins_.text;
    }
    static flow::Value value_of(const dom::element& it) {
        if (it.is_null()) return flow::Null{};
        if (it.is_bool()) return bool{it};
        if (it.is_number()) return double{it};
        return std::string{std::string_view{it}};
    }

    dom::object object_;
    const StandIns& stand_ins_;
};

template <class Enum>
Enum named(const std::string& text, Enum last) {
    for (int at = 0; at <= static_cast<int>(last); ++at) {
        if (to_string(static_cast<Enum>(at)) == text) return static_cast<Enum>(at);
    }
    throw simdjson::simdjson_error{simdjson::INCORRECT_TYPE};
}

AmdDecided verdict_of(const Data& data) {
    detection::Verdict it;
    it.answerer = named(data.text("verdict"), detection::Answerer::machine);
    it.cause = named(data.text("cause"), detection::AmdCause::time_is_up);
    it.delay = data.time("delayMs");
    it.greeting = data.time("greetingMs");
    it.words = data.number("words");
    it.initial_silence = data.time("initialSilenceMs");
    it.last_silence = data.time("lastSilenceMs");
    it.beep = data.flag("beep");
    return {it};
}

RecordingOver recording_of(const Data& data) {
    RecordingOver it{data.ticket(), data.text("id"), data.text("why"), data.flag("spoke"),
                     data.time("lengthMs")};
    if (data.has("code")) it.fault = data.fault();
    return it;
}

RequestOver answer_of(const Data& data) {
    RequestOver it{data.ticket(), data.number("status"), data.values()};
    if (data.has("code")) it.fault = data.fault();
    return it;
}

Refused refused_of(const Data& data) {
    return {named(data.text("outcome"), Outcome::user_hangup), data.text("reason"),
            data.number("sipCode"), data.cause()};
}

KeyPressed key_of(const Data& data) {
    const auto digit = data.text("digit");
    if (digit.size() != 1) throw simdjson::simdjson_error{simdjson::INCORRECT_TYPE};
    return {digit.front()};
}

struct Kind {
    std::string_view name;
    Event (*read)(const Data& data);
};

constexpr std::array<Kind, std::variant_size_v<Event>> kinds{{
    {"begun",
     [](const Data& it) -> Event {
         return Begun{it.variables(), it.has("inbound") && it.flag("inbound")};
     }},
    {"ringing", [](const Data& it) -> Event { return Ringing{it.number("sipCode")}; }},
    {"answered", [](const Data&) -> Event { return Answered{}; }},
    {"refused", [](const Data& it) -> Event { return refused_of(it); }},
    {"prompt_over", [](const Data& it) -> Event { return PromptOver{it.ticket()}; }},
    {"prompt_failed",
     [](const Data& it) -> Event {
         return PromptFailed{it.ticket(), it.fault()};
     }},
    {"key_pressed", [](const Data& it) -> Event { return key_of(it); }},
    {"timer_fired", [](const Data& it) -> Event { return TimerFired{it.ticket()}; }},
    {"amd_decided", [](const Data& it) -> Event { return verdict_of(it); }},
    {"beep_awaited",
     [](const Data& it) -> Event {
         return BeepAwaited{it.flag("heard"), it.time("waitedMs")};
     }},
    {"recording_over", [](const Data& it) -> Event { return recording_of(it); }},
    {"transfer_over",
     [](const Data& it) -> Event {
         return TransferOver{it.flag("done"), it.number("code")};
     }},
    {"request_over", [](const Data& it) -> Event { return answer_of(it); }},
    {"hung_up",
     [](const Data& it) -> Event {
         return HungUp{it.text("reason"), it.cause()};
     }},
    {"line_lost", [](const Data& it) -> Event { return LineLost{it.text("reason")}; }},
    {"cancel_requested", [](const Data&) -> Event { return CancelRequested{}; }},
    {"lease_lost", [](const Data&) -> Event { return LeaseLost{}; }},
    {"drain_ended", [](const Data&) -> Event { return DrainEnded{}; }},
}};

} // namespace

base::Result<Event>
event_of(std::string_view kind, std::string_view data, const StandIns& stand_ins) {
    const auto* const it = std::find_if(kinds.begin(), kinds.end(),
                                        [&](const Kind& each) { return each.name == kind; });
    if (it == kinds.end()) {
        return base::fail(base::Errc::invalid, fmt::format("no event is called '{}'", kind));
    }
    try {
        dom::parser parser;
        return it->read(Data{dom::object{parser.parse(data.data(), data.size())}, stand_ins});
    } catch (const simdjson::simdjson_error& error) {
        return base::fail(base::Errc::invalid,
                          fmt::format("no data of a {}: {}: {}", kind, error.what(), data));
    }
}

} // namespace hatif::call

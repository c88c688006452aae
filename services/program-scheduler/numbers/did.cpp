#include "program_scheduler/numbers/did.hpp"

#include "phone/country.hpp"
#include "phone/phone_number.hpp"
#include "program_scheduler/content/field_check.hpp"

#include <array>
#include <utility>

namespace hatif::program_scheduler {

namespace {

constexpr Length number_length{0, 20};
constexpr Length description_length{0, 256};
constexpr Length id_length{0, 36};
constexpr std::uint32_t most_calls = 1'000'000;

constexpr std::array<std::pair<DidStatus, std::string_view>, 3> statuses{{
    {DidStatus::active, "active"},
    {DidStatus::inactive, "inactive"},
    {DidStatus::reserved, "reserved"},
}};

std::string read_number(const DidSent& sent, FieldCheck& check) {
    auto number = check.required("number", sent.number, number_length);
    if (sent.number && !phone::PhoneNumber::parse(number)) {
        check.refuse("number", "must be E.164 with the plus, like +212522000000");
    }
    return number;
}

std::optional<std::string> read_country(const DidSent& sent, FieldCheck& check) {
    if (!sent.country || sent.country->empty()) return {};
    if (!phone::Country::parse(*sent.country)) {
        check.refuse("country", "must be an ISO 3166-1 alpha-2 code, like MA");
    }
    return sent.country;
}

std::optional<base::TrunkId> read_trunk_id(const DidSent& sent, FieldCheck& check) {
    const auto text = check.optional("trunkId", sent.trunk_id, id_length);
    if (!text) return {};
    const auto id = base::Uuid::parse(*text);
    if (!id) {
        check.refuse("trunkId", "must be a UUID");
        return {};
    }
    return base::TrunkId{*id};
}

} // namespace

std::string_view to_string(DidStatus status) {
    for (const auto& [value, name] : statuses) {
        if (value == status) return name;
    }
    return {};
}

std::optional<DidStatus> did_status_named(std::string_view text) {
    for (const auto& [value, name] : statuses) {
        if (name == text) return value;
    }
    return {};
}

base::Result<Did> read_did(const DidSent& sent, const base::DidId& id, base::Instant now) {
    FieldCheck check;
    Did did{.id = id,
            .organization = {},
            .number = read_number(sent, check),
            .country = read_country(sent, check),
            .description = check.optional("description", sent.description, description_length),
            .trunk = read_trunk_id(sent, check),
            .max_concurrent_calls = sent.max_concurrent_calls,
            .created_at = now,
            .updated_at = now};
    if (sent.status && !*sent.status) {
        check.refuse("status", "must be one of active, inactive, reserved");
    } else if (sent.status) {
        did.status = **sent.status;
    }
    if (did.max_concurrent_calls &&
        (*did.max_concurrent_calls == 0 || *did.max_concurrent_calls > most_calls)) {
        check.refuse("maxConcurrentCalls", "must be 1 to 1,000,000");
    }
    if (auto checked = check.result(); !checked) return base::fail(checked.error());
    return did;
}

} // namespace hatif::program_scheduler

#include "telephony/inbound_headers_impl.hpp"

#include "telephony/calls_impl.hpp"
#include "telephony/sip_headers_impl.hpp"

#include "base/text.hpp"

#include <sofia-sip/msg_addr.h>
#include <sofia-sip/sip_extra.h>

#include <arpa/inet.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <cstring>

namespace hatif::telephony {

namespace {

constexpr std::size_t longest_user = 64;

/// RFC 3262: a call whose 18x would have to be reliable is taken without one.
const sip_supported_t* reliable_list() {
    static std::array<msg_param_t, 2> items{"100rel", nullptr};
    static const auto list = [] {
        sip_supported_t made[1];
        sip_supported_init(made);
        made->k_items = items.data();
        return *made;
    }();
    return &list;
}

std::string lower(std::string text) {
    for (auto& c : text) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    return text;
}

/// The number in an address: the user without escapes and parameters; of a tel: URI the number.
std::string number_in(const url_t* url) {
    const auto* const written = url->url_user != nullptr ? url->url_user : url->url_host;
    auto number = text_or_empty(written);
    number.resize(url_unescape_to(number.data(), number.data(), number.size()));
    return number.substr(0, number.find(';'));
}

bool is_number(const url_t* url) {
    return url->url_type == url_sip || url->url_type == url_sips || url->url_type == url_tel;
}

/// P-Asserted-Identity (RFC 3325); sofia does not read it by itself.
const url_t* asserted_identity(su_home_t* home, const sip_t& sip) {
    for (const auto* header = sip.sip_unknown; header != nullptr; header = header->un_next) {
        if (header->un_name == nullptr || strcasecmp(header->un_name, "P-Asserted-Identity") != 0) {
            continue;
        }
        const auto* identity = sip_p_asserted_identity_make(home, header->un_value);
        if (identity != nullptr && is_number(identity->paid_url)) return identity->paid_url;
    }
    return nullptr;
}

std::string content_type_of(const sip_t& sip) {
    if (sip.sip_payload == nullptr || sip.sip_payload->pl_len == 0) return {};
    // Without a type it is what an INVITE's body always is.
    if (sip.sip_content_type == nullptr) return "application/sdp";
    return lower(text_or_empty(sip.sip_content_type->c_type));
}

bool is_optional(const sip_t& sip) {
    const auto* disposition = sip.sip_content_disposition;
    return disposition != nullptr && disposition->cd_handling != nullptr &&
           strcasecmp(disposition->cd_handling, "optional") == 0;
}

bool is_encoded(const sip_t& sip) {
    const auto* encoding = sip.sip_content_encoding;
    if (encoding == nullptr || encoding->k_items == nullptr) return false;
    for (const auto* item = encoding->k_items; *item != nullptr; ++item) {
        if (strcasecmp(*item, "identity") != 0) return true;
    }
    return false;
}

bool accepts_sdp(const sip_t& sip) {
    if (sip.sip_accept == nullptr) return true;
    for (const auto* accept = sip.sip_accept; accept != nullptr; accept = accept->ac_next) {
        const auto type = lower(text_or_empty(accept->ac_type));
        if (type == "application/sdp" || type == "application/*" || type == "*/*") return true;
    }
    return false;
}

bool has_contact(const sip_t& sip) {
    const auto* contact = sip.sip_contact;
    return contact != nullptr && contact->m_url->url_host != nullptr &&
           (contact->m_url->url_type == url_sip || contact->m_url->url_type == url_sips);
}

} // namespace

std::string source_of(msg_t* message) {
    const auto* from = msg_addr(message);
    std::array<char, INET_ADDRSTRLEN> text{};
    if (from == nullptr || from->su_family != AF_INET ||
        inet_ntop(AF_INET, &from->su_sin.sin_addr, text.data(), text.size()) == nullptr) {
        return {};
    }
    return text.data();
}

sip_unsupported_t* unknown_extensions(su_home_t* home, const sip_t& sip) {
    return sip_has_unsupported2(home, supported_list(), reliable_list(), sip.sip_require);
}

InboundRequest read_request(CallsAgent& agent, msg_t* message, const sip_t& sip) {
    const auto home = new_home();
    const auto* request = sip.sip_request;
    return {.method = text_or_empty(request->rq_method_name),
            .is_known_method = request->rq_method != sip_method_unknown,
            .is_of_trunk = agent.trunks.whose(source_of(message)).has_value(),
            .is_in_dialog = sip.sip_to->a_tag != nullptr,
            .scheme = lower(text_or_empty(request->rq_url->url_scheme)),
            .hops_left = sip.sip_max_forwards == nullptr
                             ? 70U
                             : static_cast<unsigned>(sip.sip_max_forwards->mf_count),
            .requires_unknown = unknown_extensions(home.get(), sip) != nullptr,
            .has_contact = has_contact(sip),
            .accepts_sdp = accepts_sdp(sip),
            .body_type = content_type_of(sip),
            .is_body_optional = is_optional(sip),
            .is_body_encoded = is_encoded(sip),
            .is_call_alive = agent.find_live(text_or_empty(sip.sip_call_id->i_id)) != nullptr,
            .is_closed = agent.takes_no_calls()};
}

IncomingCall incoming_call_of(const sip_t& sip, const base::TrunkId& trunk) {
    const auto home = new_home();
    const auto* asserted = asserted_identity(home.get(), sip);
    return {.trunk = trunk,
            .call_id = text_or_empty(sip.sip_call_id->i_id),
            .to = number_in(sip.sip_request->rq_url),
            .from = number_in(asserted != nullptr ? asserted : sip.sip_from->a_url)};
}

std::string offer_of(const sip_t& sip) {
    return content_type_of(sip) == "application/sdp" ? body_of(sip) : std::string{};
}

std::string user_for_contact(const std::string& number) {
    const bool is_plain =
        !number.empty() && number.size() <= longest_user &&
        std::ranges::all_of(number, [](unsigned char c) {
            return std::isalnum(c) != 0 || c == '+' || c == '-' || c == '.' || c == '_';
        });
    return is_plain ? number : "hatif";
}

} // namespace hatif::telephony

#include "telephony/sip_headers_impl.hpp"

#include <array>
#include <cstdlib>
#include <cstring>
#include <vector>

namespace hatif::telephony {

namespace {

std::vector<std::string> challenges_of(const msg_auth_t* header) {
    std::vector<std::string> texts;
    const auto home = new_home();
    for (; header != nullptr; header = header->au_next) {
        const auto* any = reinterpret_cast<const sip_header_t*>(header);
        texts.push_back(text_or_empty(sip_header_as_string(home.get(), any)));
    }
    return texts;
}

std::chrono::seconds seconds_of(unsigned long delta) {
    constexpr unsigned long most = 1'000'000'000; // what is beyond is no wish, and would overflow
    return std::chrono::seconds{static_cast<long>(delta < most ? delta : most)};
}

} // namespace

std::optional<int> q850_of(const sip_t& sip) {
    for (const auto* reason = sip.sip_reason; reason != nullptr; reason = reason->re_next) {
        if (reason->re_protocol != nullptr && strcasecmp(reason->re_protocol, "Q.850") == 0 &&
            reason->re_cause != nullptr) {
            const int cause = std::atoi(reason->re_cause);
            if (cause > 0 && cause < 128) return cause;
        }
    }
    return std::nullopt;
}

std::string reason_of(int q850) {
    return "Q.850;cause=" + std::to_string(q850);
}

dialog::Refusal refusal_of(const sip_t* sip) {
    using dialog::Cause;
    if (sip == nullptr) return {.cause = Cause::transport};
    const auto* status = sip->sip_status;
    if (nta_sip_is_internal(sip)) { // nta's own word, nothing came from the trunk
        return {.cause = status->st_status == 408 ? Cause::timeout : Cause::transport,
                .phrase = text_or_empty(status->st_phrase)};
    }
    dialog::Refusal refusal{.code = status->st_status,
                            .phrase = text_or_empty(status->st_phrase),
                            .q850 = q850_of(*sip)};
    if (sip->sip_retry_after != nullptr) {
        refusal.retry_after = seconds_of(sip->sip_retry_after->af_delta);
    }
    return refusal;
}

std::string text_of(const url_t* url) {
    const auto home = new_home();
    return url == nullptr ? std::string{} : text_or_empty(url_as_string(home.get(), url));
}

std::optional<Demand> demand_of(const sip_t* sip) {
    const int code = sip == nullptr ? 0 : sip->sip_status->st_status;
    if (code != 401 && code != 407) return std::nullopt;
    const bool by_proxy = code == 407;
    auto challenge = dialog::strongest(
        challenges_of(by_proxy ? sip->sip_proxy_authenticate : sip->sip_www_authenticate));
    if (!challenge) return std::nullopt;
    return Demand{by_proxy, std::move(*challenge)};
}

std::optional<dialog::SessionExpires> session_expires_of(const sip_t& sip) {
    const auto* header = sip.sip_session_expires;
    if (header == nullptr) return std::nullopt;
    dialog::SessionExpires said{seconds_of(header->x_delta)};
    if (header->x_refresher != nullptr) {
        if (strcasecmp(header->x_refresher, "uac") == 0) said.uac_refreshes = true;
        if (strcasecmp(header->x_refresher, "uas") == 0) said.uac_refreshes = false;
    }
    return said;
}

std::chrono::seconds min_se_of(const sip_t& sip) {
    return sip.sip_min_se == nullptr ? std::chrono::seconds{0}
                                     : seconds_of(sip.sip_min_se->min_delta);
}

dialog::TimerWish timer_wish_of(const sip_t& sip) {
    return {.expires = session_expires_of(sip),
            .least = min_se_of(sip),
            .supported = sip_has_feature(sip.sip_supported, "timer") != 0 ||
                         sip_has_feature(sip.sip_require, "timer") != 0};
}

std::string session_expires_in_request(const dialog::Interval& interval) {
    return std::to_string(interval.expires.count()) +
           (interval.we_refresh ? ";refresher=uac" : ";refresher=uas");
}

std::string session_expires_in_answer(const dialog::Interval& interval) {
    return std::to_string(interval.expires.count()) +
           (interval.we_refresh ? ";refresher=uas" : ";refresher=uac");
}

bool takes_update(const sip_t& sip) {
    return sip.sip_allow != nullptr && sip_is_allowed(sip.sip_allow, SIP_METHOD_UPDATE) != 0;
}

const sip_supported_t* supported_list() {
    // nta compares by the texts alone; they live as long as the program.
    static std::array<msg_param_t, 3> items{"timer", "norefersub", nullptr};
    static const auto list = [] {
        sip_supported_t made[1];
        sip_supported_init(made);
        made->k_items = items.data();
        return *made;
    }();
    return &list;
}

} // namespace hatif::telephony

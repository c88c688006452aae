#include "forecast/mix.hpp"

namespace hatif::forecast {

Mix usual_mix() {
    using enum schedule::Outcome;
    return {.kinds = {{completed, "", true, 0.36, 45},
                      {user_hangup, "", true, 0.16, 20},
                      {no_answer, "", false, 0.25, 35},
                      {busy, "", false, 0.07, 6},
                      {rejected, "", false, 0.04, 8},
                      {voicemail, "", true, 0.06, 12},
                      {failed, "", false, 0.03, 4},
                      {failed, "sip_404", false, 0.03, 2}},
            .seen = 40};
}

double average_seconds(const Mix& mix) {
    double sum = 0;
    for (const CallKind& it : mix.kinds) sum += it.share * it.seconds;
    return sum;
}

} // namespace hatif::forecast

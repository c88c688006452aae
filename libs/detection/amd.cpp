#include "detection/amd.hpp"

namespace hatif::detection {

std::string_view to_string(Answerer answerer) {
    return answerer == Answerer::human ? "human" : "machine";
}

std::string_view to_string(AmdCause cause) {
    switch (cause) {
    case AmdCause::long_greeting:
        return "long_greeting";
    case AmdCause::many_words:
        return "many_words";
    case AmdCause::beep:
        return "beep";
    case AmdCause::greeting_then_silence:
        return "greeting_then_silence";
    case AmdCause::initial_silence:
        return "initial_silence";
    case AmdCause::key:
        return "key";
    case AmdCause::time_is_up:
        return "time_is_up";
    }
    return "time_is_up";
}

std::ostream& operator<<(std::ostream& out, const Verdict& verdict) {
    return out << to_string(verdict.answerer) << " by " << to_string(verdict.cause) << " after "
               << verdict.delay.count() << " ms (greeting " << verdict.greeting.count()
               << " ms, words " << verdict.words << ", silence " << verdict.initial_silence.count()
               << " ms before, " << verdict.last_silence.count() << " ms behind"
               << (verdict.beep ? ", beep" : "") << ")";
}

} // namespace hatif::detection

#include "speech/grammar.hpp"

namespace hatif::speech {

const Grammar& grammar_of(Language language) {
    switch (language) {
    case Language::ar:
        return arabic;
    case Language::fr:
        return french;
    case Language::en:
        break;
    }
    return english;
}

} // namespace hatif::speech

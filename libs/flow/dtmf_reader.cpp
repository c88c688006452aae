#include "flow/config_reader.hpp"
#include "flow/dtmf_node.hpp"

namespace hatif::flow {

using namespace std::chrono_literals;

namespace {

constexpr int most_digits = 64;

MultiDigit read_several(ConfigReader* config) {
    MultiDigit several;
    if (config == nullptr) return several;
    const int least = config->integer("minDigits", 1, {0, most_digits});
    const int most = config->integer("maxDigits", std::max(least, 32), {1, most_digits});
    if (most < least) {
        config->refuse("out_of_range", "'maxDigits' must not be below 'minDigits'",
                       pointer(config->path(), "maxDigits"));
    }
    several.least = static_cast<std::size_t>(least);
    several.most = static_cast<std::size_t>(most);
    several.terminator = config->key("terminator", '#');
    several.between = config->milliseconds("interDigitTimeout", several.between, {1ms, 10min});
    return several;
}

} // namespace

DtmfNode read_dtmf(ConfigReader& config) {
    DtmfNode node;
    const bool multi = config.choice("mode", {"single_digit", "multi_digit"}) == "multi_digit";
    node.variable = config.text("variable", ConfigReader::Need::optional, longest_name);
    node.timeout = config.milliseconds("timeout", node.timeout, {1ms, 10min});
    // An editor may keep the settings of the other mode: they are looked at, and not used.
    if (auto* inner = config.object("singleDigitConfig")) {
        node.allowed_digits = inner->digits("allowedDigits", node.allowed_digits);
    }
    const auto several = read_several(config.object("multiDigitConfig"));
    if (multi) node.several = several;
    if (auto* inner = config.object("retry")) {
        node.max_retries = inner->integer("maxRetries", node.max_retries, {0, 20});
    }
    node.prompt = config.play_items("prompt", ConfigReader::Need::optional);
    node.invalid_prompt = config.play_items("invalidPrompt", ConfigReader::Need::optional);
    node.secret = config.flag("secret", node.secret);
    return node;
}

} // namespace hatif::flow

#include "flow/play_node.hpp"
#include "flow/speak.hpp"

#include <catch2/catch.hpp>

using namespace hatif::flow;
using hatif::speech::DateMode;
using hatif::speech::Language;
using hatif::speech::NumberMode;

namespace {

const DictionaryId mots{"mots"};
const Voice french{Language::fr, mots};
const Variables variables{{"due", {21.0}}, {"pin", {std::string{"12"}, true}}};
const ValueSource due{ValueSource::Kind::variable, "due"};
const ValueSource pin{ValueSource::Kind::variable, "pin"};

Sources someone(const char* language) {
    Sources sources;
    if (language != nullptr) sources.fields.emplace("language", std::string{language});
    return sources;
}

OrFault<Pieces> pieces(const PlayItem& item, const Sources& sources = someone("ar")) {
    const Scope scope{variables, sources, "answered", "human"};
    Reading reading{scope};
    return pieces_of(PlayItems{item}, reading);
}

Pieces words(std::initializer_list<const char*> keys, bool secret = false) {
    Pieces all;
    for (const auto* key : keys) all.emplace_back(SpokenKey{mots, key, Language::fr, secret});
    return all;
}

} // namespace

TEST_CASE("a number is said in the words of its dictionary", "[flow][speak]") {
    CHECK(pieces(NumberItem{due, NumberMode::full, french}) == words({"20", "and", "1"}));
    CHECK(pieces(NumberItem{Value{std::string{"3"}}, NumberMode::digits, french}) == words({"3"}));
    CHECK(pieces(DateItem{Value{std::string{"2025-02-01"}}, DateMode::day_month, french}) ==
          words({"first", "february"}));
    CHECK(pieces(WordItem{Value{std::string{"Fès"}}, french}) == words({"Fès"}));
}

TEST_CASE("an amount is in the organization's currency, which is noted", "[flow][speak]") {
    Sources sources;
    sources.currency = "EUR";
    const PlayNode node{{NumberItem{Value{2.0}, NumberMode::currency, french}}};
    CHECK(enter(node, Scope{variables, sources, "answered", "human"}).commands ==
          Commands{NoteRead{{ValueSource::Kind::system, "sys.currency"}, std::string{"EUR"}},
                   Play{0, words({"2", "euro"})}});
}

TEST_CASE("what computing leaves of nothing is said as nothing, in six digits at most",
          "[flow][speak]") {
    CHECK(sayable(1e-17) == "0");
    CHECK(sayable(-1e-17) == "0");
    CHECK(sayable(0.00005) == "0.00005");
    CHECK(sayable(-0.00005) == "-0.00005");
    CHECK(sayable(0.0001) == "0.0001");
    CHECK(pieces(NumberItem{Value{-1e-17}, NumberMode::full, french}) == words({"0"}));
}

TEST_CASE("what is secret stays so in every word", "[flow][speak]") {
    CHECK(pieces(NumberItem{pin, NumberMode::digits, french}) == words({"1", "2"}, true));
}

TEST_CASE("a recording by language is the contact's, else the plain one, else the first",
          "[flow][speak]") {
    const AudioItem item{PromptId{"any"}, {{Language::fr, PromptId{"fr"}}}};
    CHECK(pieces(item, someone("fr")) == Pieces{PromptId{"fr"}});
    CHECK(pieces(item, someone("ar")) == Pieces{PromptId{"any"}});
    CHECK(pieces(AudioItem{PromptId{""}, {{Language::fr, PromptId{"fr"}}}}, someone("ar")) ==
          Pieces{PromptId{"fr"}});
}

TEST_CASE("in the contact's language the dictionary of that language is taken", "[flow][speak]") {
    const Voice own{std::nullopt, mots, {{Language::ar, DictionaryId{"kalimat"}}}};
    const auto said = pieces(NumberItem{Value{21.0}, NumberMode::full, own}, someone("ar"));
    CHECK(std::get<SpokenKey>(said->front()) ==
          SpokenKey{DictionaryId{"kalimat"}, "1", Language::ar});
    CHECK(pieces(NumberItem{Value{21.0}, NumberMode::full, own}, someone("fr")) ==
          words({"20", "and", "1"}));
    CHECK(
        pieces(NumberItem{due, NumberMode::full, Voice{{}, mots}}, someone(nullptr)).error().code ==
        "language_unknown");
}

TEST_CASE("what cannot be said has its reason", "[flow][speak]") {
    const auto why = [](const PlayItem& item) { return pieces(item).error().code; };
    CHECK(why(NumberItem{due, NumberMode::full, Voice{Language::fr}}) == "word_not_recorded");
    CHECK(why(NumberItem{Value{std::string{"x"}}, NumberMode::full, french}) == "not_a_number");
    CHECK(why(NumberItem{Value{}, NumberMode::full, french}) == "value_missing");
    CHECK(why(DateItem{due, DateMode::full, french}) == "not_a_date");
    CHECK(why(NumberItem{Value{std::string(1'001, '1')}, NumberMode::digits, french}) ==
          "too_much_to_say");
    CHECK(why(WordItem{ValueSource{ValueSource::Kind::variable, "none"}, french}) ==
          "variable_not_set");
    CHECK(pieces(NumberItem{pin, NumberMode::full, Voice{Language::fr}}).error().what.find("12") ==
          std::string::npos);
}

TEST_CASE("a play node that cannot say its items leaves by onError", "[flow][speak]") {
    const PlayNode node{{NumberItem{Value{}, NumberMode::full, french}}};
    const auto sources = someone("fr");
    const auto commands = enter(node, Scope{variables, sources, "answered", "human"}).commands;
    REQUIRE(commands.size() == 1);
    CHECK(std::get<Leave>(commands[0]).fault->code == "value_missing");
}

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
    CHECK(why(NumberItem{Value{std::string{"x"}}, NumberMode::full, french}) == "not_a_number");
    CHECK(why(NumberItem{Value{}, NumberMode::full, french}) == "value_missing");
    CHECK(why(DateItem{due, DateMode::full, french}) == "not_a_date");
    CHECK(why(NumberItem{Value{std::string(1'001, '1')}, NumberMode::digits, french}) ==
          "number_too_large");
    CHECK(why(WordItem{ValueSource{ValueSource::Kind::variable, "none"}, french}) ==
          "variable_not_set");
}

TEST_CASE("an item that names no dictionary takes the built-in one of its language",
          "[flow][speak]") {
    const auto said = pieces(NumberItem{due, NumberMode::full, Voice{Language::fr}});
    CHECK(std::get<SpokenKey>(said->front()).dictionary == built_in(Language::fr));
    const auto own = pieces(NumberItem{Value{1.0}, NumberMode::full, {}}, someone("en"));
    CHECK(std::get<SpokenKey>(own->front()).dictionary == built_in(Language::en));
    CHECK(built_in(Language::ar).value() == "00000000-0000-4000-8000-000000006172");
    CHECK(built_in(Language::fr).value() == "00000000-0000-4000-8000-000000006672");
    CHECK(built_in(Language::en).value() == "00000000-0000-4000-8000-00000000656e");
}

TEST_CASE("a text is spoken as it is, in its language or the contact's", "[flow][speak]") {
    CHECK(pieces(TextItem{Value{std::string{"Bonjour"}}, Language::fr, "amal"}) ==
          Pieces{SpokenText{"Bonjour", Language::fr, "amal"}});
    CHECK(pieces(TextItem{Value{std::string{"مرحبا"}}}) ==
          Pieces{SpokenText{"مرحبا", Language::ar}});
    CHECK(pieces(TextItem{pin, Language::en}) == Pieces{SpokenText{"12", Language::en, "", true}});
    const auto why = [](const TextItem& item, const char* language) {
        return pieces(item, someone(language)).error().code;
    };
    CHECK(why({Value{std::string{" \n"}}, Language::fr}, "fr") == "value_missing");
    CHECK(why({Value{}, Language::fr}, "fr") == "value_missing");
    CHECK(why({Value{std::string{"x"}}}, nullptr) == "language_unknown");
    CHECK(pieces(TextItem{Value{std::string(2'000, 'x')}, Language::fr}));
    CHECK(why({Value{std::string(2'001, 'x')}, Language::fr}, "fr") == "too_much_to_say");
}

TEST_CASE("a play node that cannot say its items leaves by onError", "[flow][speak]") {
    const PlayNode node{{NumberItem{Value{}, NumberMode::full, french}}};
    const auto sources = someone("fr");
    const auto commands = enter(node, Scope{variables, sources, "answered", "human"}).commands;
    REQUIRE(commands.size() == 1);
    CHECK(std::get<Leave>(commands[0]).fault->code == "value_missing");
}

#include "speech/lexicon.hpp"

#include <array>

// The words of French.
namespace hatif::speech {

namespace {

constexpr std::array words{
    // clang-format off
    // Numbers; 80 and the hundreds as they stand alone, with their s
    Entry{"0", "zéro"}, Entry{"1", "un"}, Entry{"2", "deux"}, Entry{"3", "trois"}, Entry{"4", "quatre"},
    Entry{"5", "cinq"}, Entry{"6", "six"}, Entry{"7", "sept"}, Entry{"8", "huit"}, Entry{"9", "neuf"},
    Entry{"10", "dix"}, Entry{"11", "onze"}, Entry{"12", "douze"}, Entry{"13", "treize"}, Entry{"14", "quatorze"},
    Entry{"15", "quinze"}, Entry{"16", "seize"}, Entry{"17", "dix-sept"}, Entry{"18", "dix-huit"}, Entry{"19", "dix-neuf"},
    Entry{"1_feminine", "une"},
    Entry{"20", "vingt"}, Entry{"30", "trente"}, Entry{"40", "quarante"}, Entry{"50", "cinquante"},
    Entry{"60", "soixante"}, Entry{"70", "soixante-dix"}, Entry{"80", "quatre-vingts"}, Entry{"90", "quatre-vingt-dix"},
    Entry{"100", "cent"}, Entry{"200", "deux cents"}, Entry{"300", "trois cents"},
    Entry{"400", "quatre cents"}, Entry{"500", "cinq cents"}, Entry{"600", "six cents"},
    Entry{"700", "sept cents"}, Entry{"800", "huit cents"}, Entry{"900", "neuf cents"},
    Entry{"thousand", "mille"}, Entry{"million", "million"}, Entry{"billion", "milliard"},
    Entry{"and", "et"}, Entry{"of", "de"}, Entry{"minus", "moins"}, Entry{"point", "virgule"},
    Entry{"plus", "plus"}, Entry{"star", "étoile"}, Entry{"hash", "dièse"},
    // Ordinals
    Entry{"first", "premier"},
    Entry{"1_ordinal", "unième"}, Entry{"2_ordinal", "deuxième"}, Entry{"3_ordinal", "troisième"},
    Entry{"4_ordinal", "quatrième"}, Entry{"5_ordinal", "cinquième"}, Entry{"6_ordinal", "sixième"},
    Entry{"7_ordinal", "septième"}, Entry{"8_ordinal", "huitième"}, Entry{"9_ordinal", "neuvième"},
    Entry{"10_ordinal", "dixième"}, Entry{"11_ordinal", "onzième"}, Entry{"12_ordinal", "douzième"},
    Entry{"13_ordinal", "treizième"}, Entry{"14_ordinal", "quatorzième"}, Entry{"15_ordinal", "quinzième"},
    Entry{"16_ordinal", "seizième"}, Entry{"17_ordinal", "dix-septième"}, Entry{"18_ordinal", "dix-huitième"},
    Entry{"19_ordinal", "dix-neuvième"},
    Entry{"20_ordinal", "vingtième"}, Entry{"30_ordinal", "trentième"},
    Entry{"40_ordinal", "quarantième"}, Entry{"50_ordinal", "cinquantième"},
    Entry{"60_ordinal", "soixantième"}, Entry{"70_ordinal", "soixante-dixième"},
    Entry{"80_ordinal", "quatre-vingtième"}, Entry{"90_ordinal", "quatre-vingt-dixième"},
    Entry{"100_ordinal", "centième"}, Entry{"200_ordinal", "deux centième"},
    Entry{"300_ordinal", "trois centième"}, Entry{"400_ordinal", "quatre centième"},
    Entry{"500_ordinal", "cinq centième"}, Entry{"600_ordinal", "six centième"},
    Entry{"700_ordinal", "sept centième"}, Entry{"800_ordinal", "huit centième"},
    Entry{"900_ordinal", "neuf centième"},
    Entry{"thousand_ordinal", "millième"}, Entry{"million_ordinal", "millionième"}, Entry{"billion_ordinal", "milliardième"},
    // Dates and times
    Entry{"monday", "lundi"}, Entry{"tuesday", "mardi"}, Entry{"wednesday", "mercredi"}, Entry{"thursday", "jeudi"},
    Entry{"friday", "vendredi"}, Entry{"saturday", "samedi"}, Entry{"sunday", "dimanche"},
    Entry{"january", "janvier"}, Entry{"february", "février"}, Entry{"march", "mars"}, Entry{"april", "avril"},
    Entry{"may", "mai"}, Entry{"june", "juin"}, Entry{"july", "juillet"}, Entry{"august", "août"},
    Entry{"september", "septembre"}, Entry{"october", "octobre"}, Entry{"november", "novembre"}, Entry{"december", "décembre"},
    Entry{"at", "à"}, Entry{"hour", "heure"},
    // Coins
    Entry{"dirham", "dirham"}, Entry{"centime", "centime"}, Entry{"fils", "fils"}, Entry{"dinar", "dinar"},
    Entry{"pound", "livre"}, Entry{"piastre", "piastre"}, Entry{"euro", "euro"}, Entry{"euro_of", "d'euros"},
    Entry{"cent", "cent"}, Entry{"penny", "penny"}, Entry{"riyal", "riyal"}, Entry{"halala", "halala"},
    Entry{"millime", "millime"}, Entry{"dollar", "dollar"}, Entry{"franc", "franc"},
    // clang-format on
};

} // namespace

const std::span<const Entry> french_words{words};

} // namespace hatif::speech

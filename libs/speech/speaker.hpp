#pragma once

#include "speech/grammar.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace hatif::speech {

/// Keys of a dictionary, in the order in which they are said.
using Keys = std::vector<std::string>;

enum class Gender { masculine, feminine };

/// Counts by the rules of one language. Numbers up to `largest`.
class Speaker {
public:
    explicit Speaker(Language language) : grammar_{grammar_of(language)} {}

    const Grammar& grammar() const { return grammar_; }

    /// 21: `20 and 1`.
    Keys cardinal(std::uint64_t number, Gender gender = Gender::masculine) const;

    /// So many of them: `3 dirham_plural`.
    Keys counted(std::uint64_t number, const Noun& noun) const;

    /// The so-manieth, from 1: `20 1_ordinal`.
    Keys ordinal(std::uint64_t number) const;

    /// As dates name it: 1999 is `19 90 9` in English.
    Keys year(std::uint64_t number) const;

private:
    struct Place;

    Keys every_key_ordinal(std::uint64_t number) const;
    Keys definite(std::uint64_t part) const;
    void say(std::string_view saying, const Place& at, Keys& keys) const;
    void say_word(std::string_view word, const Place& at, Keys& keys) const;
    bool say_number(std::string_view sign, const Place& at, Keys& keys) const;
    void say_noun(std::string_view form, const Noun& noun, Keys& keys) const;
    void count(const Place& at, std::span<const NounRule> rules, Keys& keys) const;
    void add_cardinal(std::uint64_t number, Gender gender, Keys& keys) const;
    void inflect(std::string_view form, std::string& key) const;
    std::string own_key(std::uint64_t number, Gender gender) const;

    const Grammar& grammar_;
};

/// Adds `more` at the end.
void append(Keys& keys, Keys more);

} // namespace hatif::speech

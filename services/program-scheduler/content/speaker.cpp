#include "program_scheduler/content/speaker.hpp"

#include "base/place.hpp"

#include <algorithm>
#include <chrono>
#include <exception>
#include <thread>
#include <utility>

namespace hatif::program_scheduler {

using base::fail;
using base::Result;
using namespace std::chrono_literals;

namespace {

constexpr auto patience = 20s;
constexpr auto unused_for = std::chrono::days{30};
constexpr std::int64_t at_a_time = 100;

int engines_at_once() {
    return std::max(2, static_cast<int>(std::thread::hardware_concurrency()));
}

} // namespace

std::string spoken_key(const std::string& engine, const voice::Utterance& utterance) {
    // No part has a zero in it: no two utterances read alike.
    std::string all = engine;
    for (const auto part :
         {speech::to_string(utterance.language), std::string_view{utterance.voice}}) {
        all.append(1, '\0').append(part);
    }
    return objects::hash_of(all.append(1, '\0').append(utterance.text)).value();
}

Speaker::Speaker(const SpeakerParts& parts) : parts_{parts}, places_{engines_at_once()} {}

Result<transcode::Decoded> Speaker::sound_of(const voice::Utterance& utterance) {
    if (!places_.try_acquire_for(patience)) {
        return voice::voice_unavailable("too many texts are spoken at once");
    }
    const auto file = [&] {
        const base::Place place{places_};
        return parts_.engine.speak(utterance);
    }();
    if (!file) return fail(file.error());
    auto decoded = parts_.decoder.decode(*file, {.trim_silence = true});
    if (decoded) return decoded;
    return voice::voice_unavailable("what the voice engine said cannot be played: " +
                                    decoded.error().what);
}

/// Looks again: whoever spoke it a moment ago, in this request or another, is done by now.
Speaker::Sound Speaker::made(const std::string& key, const voice::Utterance& utterance) {
    const auto found = parts_.pool.transact([&](pg::Transaction& transaction) {
        return find_spoken(transaction, {key}, parts_.clock.now());
    });
    if (!found) return fail(found.error());
    if (const auto it = found->find(key); it != found->end()) return it->second;
    const auto decoded = sound_of(utterance);
    if (!decoded) return fail(decoded.error());
    if (!keeping_.try_acquire_for(patience)) {
        return voice::voice_unavailable("the store is too slow for what is spoken");
    }
    const base::Place place{keeping_};
    return parts_.pool.transact([&](pg::Transaction& transaction) {
        return keep_spoken(transaction, parts_.objects, key, decoded->a_law, decoded->mu_law,
                           parts_.clock.now());
    });
}

Speaker::Sound Speaker::once(const std::string& key, const voice::Utterance& utterance) {
    std::promise<Sound> mine;
    Shared shared;
    bool first = false;
    {
        const std::lock_guard lock{mutex_};
        const auto [place, is_new] = under_way_.try_emplace(key);
        if (is_new) place->second = mine.get_future().share();
        shared = place->second;
        first = is_new;
    }
    if (!first) return shared.get();
    try {
        mine.set_value(made(key, utterance));
    } catch (const std::exception& why) {
        mine.set_value(Sound{voice::voice_unavailable(why.what())});
    }
    const std::lock_guard lock{mutex_};
    under_way_.erase(key);
    return shared.get();
}

std::vector<Speaker::Sound> Speaker::speak(const std::vector<voice::Utterance>& utterances) {
    const auto engine = parts_.engine.name();
    std::vector<std::string> keys;
    for (const auto& utterance : utterances) keys.push_back(spoken_key(engine, utterance));
    const auto found = parts_.pool.transact([&](pg::Transaction& transaction) {
        return find_spoken(transaction, keys, parts_.clock.now());
    });
    std::vector<Sound> sounds;
    for (std::size_t i = 0; i < keys.size(); ++i) {
        const auto good = voice::check(utterances[i]);
        if (!good) {
            sounds.emplace_back(fail(good.error()));
        } else if (!found) {
            sounds.emplace_back(fail(found.error()));
        } else if (const auto it = found->find(keys[i]); it != found->end()) {
            sounds.emplace_back(it->second);
        } else {
            sounds.push_back(once(keys[i], utterances[i]));
        }
    }
    return sounds;
}

Result<bool> Speaker::forget() {
    const auto gone = parts_.pool.transact([&](pg::Transaction& transaction) {
        return forget_spoken(transaction, parts_.clock.now() - unused_for, at_a_time);
    });
    if (!gone) return fail(gone.error());
    for (const auto& hash : gone->hashes) {
        const auto removed = parts_.pool.transact([&](pg::Transaction& transaction) {
            return remove_unused(transaction, parts_.objects, hash);
        });
        if (!removed) return fail(removed.error()); // bytes that nobody names do no harm
    }
    return gone->rows == at_a_time;
}

} // namespace hatif::program_scheduler

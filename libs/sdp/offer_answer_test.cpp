#include "sdp/offer_answer.hpp"

#include <catch2/catch.hpp>

#include <random>

using namespace hatif::sdp;
using hatif::audio::Codec;

namespace {

const Local us{.at = {"192.0.2.1", 10'000}, .session = 7, .version = 3};

std::string theirs(const std::string& media, const std::string& address = "198.51.100.7") {
    return "v=0\r\no=- 1 1 IN IP4 " + address + "\r\ns=-\r\nc=IN IP4 " + address + "\r\nt=0 0\r\n" +
           media;
}

const std::string keys = "a=rtpmap:101 telephone-event/8000\r\n";

struct Row {
    std::string media;
    Agreement expected;
    const char* why;
};

} // namespace

TEST_CASE("an offer names both laws of G.711 and telephone-event, 20 ms a packet", "[sdp][offer]") {
    CHECK(offer(us) == "v=0\r\no=- 7 3 IN IP4 192.0.2.1\r\ns=-\r\nc=IN IP4 192.0.2.1\r\nt=0 0\r\n"
                       "m=audio 10000 RTP/AVP 8 0 101\r\na=rtpmap:8 PCMA/8000\r\n"
                       "a=rtpmap:0 PCMU/8000\r\na=rtpmap:101 telephone-event/8000\r\n"
                       "a=fmtp:101 0-15\r\na=ptime:20\r\na=sendrecv\r\n");
}

TEST_CASE("an answer is read for codec, address, keys and direction", "[sdp][answer]") {
    const Endpoint there{"198.51.100.7", 4'000};
    const auto row = GENERATE_COPY(values<Row>({
        {"m=audio 4000 RTP/AVP 8 101\r\n" + keys, {there, Codec::pcma, 101}, "the usual"},
        {"m=audio 4000 RTP/AVP 0\r\n", {there, Codec::pcmu, {}}, "no telephone-event, no keys"},
        {"m=audio 4000 RTP/AVP 0 8\r\n", {there, Codec::pcmu, {}}, "their first codec is taken"},
        {"m=audio 4000 RTP/AVP 18 8\r\n", {there, Codec::pcma, {}}, "what we lack is passed over"},
        {"m=audio 4000 RTP/AVP 8 96\na=rtpmap:96 Telephone-Event/8000\n",
         {there, Codec::pcma, 96},
         "bare line feeds, other case, other payload type"},
        {"m=audio 4000 RTP/AVP 8\r\n" + keys,
         {there, Codec::pcma, {}},
         "mapped but not in the m= line"},
        {"m=audio 4000 RTP/AVP 8 97\r\na=rtpmap:97 telephone-event/16000\r\n",
         {there, Codec::pcma, {}},
         "keys of another clock rate"},
        {"m=audio 4000 RTP/AVP 8\r\nc=IN IP4 203.0.113.9\r\n",
         {{"203.0.113.9", 4'000}, Codec::pcma, {}},
         "the stream's own address wins"},
        {"m=audio 4000 RTP/AVP 8\r\na=sendonly\r\n",
         {there, Codec::pcma, {}, Direction::receive_only},
         "hold"},
        {"m=audio 4000 RTP/AVP 8\r\na=recvonly\r\n",
         {there, Codec::pcma, {}, Direction::send_only},
         "they only listen"},
        {"m=audio 4000 RTP/AVP 8\r\na=inactive\r\n",
         {there, Codec::pcma, {}, Direction::none},
         "hold"},
        {"a=sendonly\r\nm=audio 4000 RTP/AVP 8\r\n",
         {there, Codec::pcma, {}, Direction::receive_only},
         "a direction for the whole session"},
        {"m=video 5000 RTP/AVP 96\r\nm=audio 4000 RTP/AVP 8\r\n",
         {there, Codec::pcma, {}},
         "audio second"},
    }));
    INFO(row.why);
    const auto read = read_answer(theirs(row.media));
    REQUIRE(read.has_value());
    CHECK(*read == row.expected);
}

TEST_CASE("an answer that gives no voice is refused with a reason", "[sdp][answer]") {
    const auto text = GENERATE(values<std::string>({
        "",
        "v=0",
        "v=0\r\nm=audio 4000 RTP/AVP 8\r\n",   // no address
        theirs("m=audio 0 RTP/AVP 8\r\n"),     // refused
        theirs("m=audio 4000 RTP/AVP 18\r\n"), // G.729 only
        theirs("m=audio 4000 RTP/SAVP 8\r\n"), // encrypted
        theirs("m=audio 65536 RTP/AVP 8\r\n"), // no port
        theirs("m=audio 4000\r\n"),            // torn
        theirs("m=audio -1 RTP/AVP 8\r\n"),
        theirs("m=audio 4000 RTP/AVP 8\r\n", "239.1.2.3"), // multicast
        theirs("m=audio 4000 RTP/AVP 8\r\n", "255.255.255.255"),
        theirs("m=audio 4000 RTP/AVP 8\r\n", "carrier.example"), // names are not resolved here
        theirs("m=audio 4000 RTP/AVP 8\r\n", "1.2.3.4.5"),
        theirs("m=audio 4000 RTP/AVP 8\r\nc=IN IP6 ::1\r\n"),
        theirs(std::string(20'000, 'a')),
    }));
    CAPTURE(text);
    const auto read = read_answer(text);
    REQUIRE_FALSE(read.has_value());
    CHECK_FALSE(read.error().what.empty());
}

TEST_CASE("hold is answered with its mirror image", "[sdp][answer]") {
    struct Hold {
        const char* media;
        const char* address;
        const char* expected;
        bool may_send;
    };
    const auto row = GENERATE(values<Hold>({
        {"a=sendonly\r\n", "198.51.100.7", "a=recvonly\r\n", false},
        {"a=inactive\r\n", "198.51.100.7", "a=inactive\r\n", false},
        {"a=recvonly\r\n", "198.51.100.7", "a=sendonly\r\n", true},
        {"a=sendrecv\r\n", "198.51.100.7", "a=sendrecv\r\n", true},
        {"", "0.0.0.0", "a=recvonly\r\n", false},
    }));
    CAPTURE(row.media, row.address);
    const auto reply =
        answer(us, theirs("m=audio 4000 RTP/AVP 8\r\n" + std::string{row.media}, row.address));
    REQUIRE(reply.has_value());
    CHECK_THAT(reply->text, Catch::EndsWith(row.expected));
    CHECK(reply->agreement.may_send() == row.may_send);
}

TEST_CASE("an offer is answered with one codec, its own payload type for keys", "[sdp][answer]") {
    const auto reply = answer(us, theirs("m=audio 4000 RTP/AVP 18 0 8 96\r\n"
                                         "a=rtpmap:96 telephone-event/8000\r\n"));
    REQUIRE(reply.has_value());
    CHECK_THAT(reply->text, Catch::Contains("m=audio 10000 RTP/AVP 0 96\r\na=rtpmap:0 PCMU/8000\r\n"
                                            "a=rtpmap:96 telephone-event/8000\r\n"));
    CHECK(reply->agreement == Agreement{{"198.51.100.7", 4'000}, Codec::pcmu, 96});
}

TEST_CASE("streams that we do not take are refused in their place", "[sdp][answer]") {
    const auto reply = answer(us, theirs("m=video 5000 RTP/AVP 96 97\r\nm=audio 4000 RTP/AVP 8\r\n"
                                         "m=audio 4002 RTP/AVP 8\r\n"));
    REQUIRE(reply.has_value());
    CHECK_THAT(reply->text, Catch::Contains("m=video 0 RTP/AVP 96\r\nm=audio 10000 RTP/AVP 8\r\n"));
    CHECK_THAT(reply->text, Catch::EndsWith("m=audio 0 RTP/AVP 8\r\n"));
}

TEST_CASE("what we answer and offer can itself be read", "[sdp][answer]") {
    const auto back = read_answer(offer(us));
    REQUIRE(back.has_value());
    CHECK(*back == Agreement{us.at, Codec::pcma, 101});
}

TEST_CASE("our codecs are offered in our order, and no other is taken", "[sdp][offer]") {
    auto local = us;
    local.codecs = {Codec::pcmu, Codec::pcma};
    CHECK_THAT(offer(local), Catch::Contains("m=audio 10000 RTP/AVP 0 8 101\r\na=rtpmap:0 PCMU/"));
    local.codecs = {Codec::pcmu};
    CHECK_THAT(offer(local), Catch::Contains("m=audio 10000 RTP/AVP 0 101\r\n"));
    CHECK_FALSE(read_answer(local, theirs("m=audio 4000 RTP/AVP 8\r\n")).has_value());
    CHECK(read_answer(local, theirs("m=audio 4000 RTP/AVP 8 0\r\n"))->codec == Codec::pcmu);
    CHECK(answer(local, theirs("m=audio 4000 RTP/AVP 8 0\r\n"))->agreement.codec == Codec::pcmu);
}

TEST_CASE("their packets' time is kept to, in steps of 10 ms from 10 to 60", "[sdp][answer]") {
    const auto [lines, expected] = GENERATE(table<std::string, int>({
        {"", 20},
        {"a=ptime:20\r\n", 20},
        {"a=ptime:30\r\n", 30},
        {"a=ptime:60\r\n", 60},
        {"a=ptime:10\r\n", 10},
        {"a=ptime:5\r\n", 10},
        {"a=ptime:25\r\n", 20},
        {"a=ptime:200\r\n", 60},
        {"a=ptime:30\r\na=maxptime:20\r\n", 20},
        {"a=maxptime:10\r\n", 10},
        {"a=maxptime:40\r\n", 20},
        {"a=ptime:nonsense\r\n", 20},
        {"a=ptime:99999999999\r\n", 20},
    }));
    CAPTURE(lines);
    const auto read = read_answer(theirs("m=audio 4000 RTP/AVP 8\r\n" + lines));
    REQUIRE(read.has_value());
    CHECK(read->packet_time == std::chrono::milliseconds{expected});
}

TEST_CASE("comfort noise is tolerated where they name it, and never asked for", "[sdp][answer]") {
    const auto offered = theirs("m=audio 4000 RTP/AVP 8 13 101\r\n" + keys);
    CHECK(read_answer(offered)->comfort_noise == 13);
    CHECK_FALSE(read_answer(theirs("m=audio 4000 RTP/AVP 8\r\n"))->comfort_noise.has_value());
    CHECK_THAT(answer(us, offered)->text, Catch::Contains("RTP/AVP 8 101\r\n"));
}

TEST_CASE("RTCP goes where they say (RFC 3605)", "[sdp][answer]") {
    const auto control = [](const std::string& line) {
        return read_answer(theirs("m=audio 4000 RTP/AVP 8\r\n" + line))->control;
    };
    CHECK(control("a=rtcp:53020\r\n") == Endpoint{"198.51.100.7", 53'020});
    CHECK(control("a=rtcp:53020 IN IP4 203.0.113.9\r\n") == Endpoint{"203.0.113.9", 53'020});
    CHECK_FALSE(control(""));
    CHECK_FALSE(control("a=rtcp:0\r\n"));
    CHECK_FALSE(control("a=rtcp:99999\r\n"));
    CHECK_FALSE(control("a=rtcp:53020 IN IP6 ::1\r\n"));
    CHECK_FALSE(control("a=rtcp:53020 IN IP4 239.1.1.1\r\n"));
    CHECK_FALSE(control("a=rtcp-mux\r\n"));
}

namespace {

MediaKey key_of(std::uint8_t first) {
    MediaKey key{};
    for (auto& byte : key) byte = first++;
    return key;
}

Local secured() {
    auto local = us;
    local.key = key_of(0xF0);
    return local;
}

// 30 bytes 01 02 03 … as RFC 4568 writes them.
const std::string their_inline = "inline:AQIDBAUGBwgJCgsMDQ4PEBESExQVFhcYGRobHB0e";
const std::string suite = " AES_CM_128_HMAC_SHA1_80 ";

std::string secure(const std::string& lines) {
    return theirs("m=audio 4000 RTP/SAVP 8\r\n" + lines);
}

} // namespace

TEST_CASE("with a key we offer RTP/SAVP and say it (RFC 4568)", "[sdp][secure]") {
    const auto text = offer(secured());
    CHECK_THAT(text, Catch::Contains("m=audio 10000 RTP/SAVP 8 0 101\r\n"));
    CHECK_THAT(text, Catch::Contains("a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:"
                                     "8PHy8/T19vf4+fr7/P3+/wABAgMEBQYHCAkKCwwN\r\n"));
    CHECK_THAT(offer(us), !Catch::Contains("crypto"));
}

TEST_CASE("their key is taken from the answer to ours", "[sdp][secure]") {
    const auto line =
        GENERATE(as<std::string>{}, "a=crypto:1" + suite + their_inline,
                 "a=crypto:1" + suite + their_inline + "|2^31",
                 "a=crypto:2" + suite + "inline:torn\r\na=crypto:1" + suite + their_inline,
                 "a=crypto:1" + suite + their_inline + " WSH=64");
    CAPTURE(line);
    const auto read = read_answer(secured(), secure(line + "\r\n"));
    REQUIRE(read.has_value());
    CHECK(read->security == Security{key_of(0xF0), key_of(1)});
}

TEST_CASE("an answer without a key that we can use is refused", "[sdp][secure]") {
    const auto line = GENERATE(as<std::string>{}, "", "a=crypto:2" + suite + their_inline,
                               "a=crypto:1 AES_CM_128_HMAC_SHA1_32 " + their_inline,
                               "a=crypto:1" + suite + "inline:AQID",
                               "a=crypto:1" + suite + their_inline + "|2^31|1:4",
                               "a=crypto:1" + suite + their_inline + "|1:4",
                               "a=crypto:1" + suite + their_inline + ";" + their_inline,
                               "a=crypto:1" + suite + their_inline + " UNENCRYPTED_SRTP",
                               "a=crypto:x" + suite + their_inline);
    CAPTURE(line);
    CHECK_FALSE(read_answer(secured(), secure(line + "\r\n")).has_value());
    CHECK_FALSE(answer(secured(), secure("")).has_value());
}

TEST_CASE("clear and secured media are never taken for each other", "[sdp][secure]") {
    const auto clear =
        theirs("m=audio 4000 RTP/AVP 8\r\na=crypto:1" + suite + their_inline + "\r\n");
    CHECK_FALSE(read_answer(secured(), clear).has_value());
    CHECK_FALSE(answer(secured(), clear).has_value());
    CHECK_FALSE(read_answer(us, secure("a=crypto:1" + suite + their_inline + "\r\n")).has_value());
}

TEST_CASE("a secured offer is answered by our key under their tag", "[sdp][secure]") {
    const auto reply = answer(secured(), secure("a=crypto:1 F8_128_HMAC_SHA1_80 " + their_inline +
                                                "\r\na=crypto:7" + suite + their_inline + "\r\n"));
    REQUIRE(reply.has_value());
    CHECK_THAT(reply->text, Catch::Contains("m=audio 10000 RTP/SAVP 8\r\n"));
    CHECK_THAT(reply->text, Catch::Contains("a=crypto:7 AES_CM_128_HMAC_SHA1_80 inline:8PHy"));
    CHECK(reply->agreement.security == Security{key_of(0xF0), key_of(1)});
}

TEST_CASE("torn and mangled text is read or refused, never worse", "[sdp][hostile]") {
    const std::vector<std::string> good{
        theirs("m=audio 4000 RTP/AVP 8 13 101\r\n" + keys +
               "a=ptime:30\r\na=maxptime:40\r\na=rtcp:4001 IN IP4 1.2.3.4\r\na=sendonly\r\n"),
        secure("a=crypto:1" + suite + their_inline + "|2^31\r\na=rtcp:53020\r\na=inactive\r\n"),
        theirs("m=video 5000 RTP/AVP 96\r\nm=audio 4000 RTP/AVP 0\r\nc=IN IP4 0.0.0.0\r\n")};
    const auto with_key = secured();
    std::mt19937 random{1};
    for (int round = 0; round < 100'000; ++round) {
        const auto& whole = good[random() % good.size()];
        auto text = random() % 2 == 0 ? whole : whole.substr(0, random() % (whole.size() + 1));
        for (auto i = random() % 4; i > 0 && !text.empty(); --i) {
            text[random() % text.size()] = static_cast<char>(random());
        }
        if (random() % 8 == 0) text += text; // lines over and over
        const auto& local = random() % 2 == 0 ? us : with_key;
        const auto reply = answer(local, text);
        const auto read = read_answer(local, text);
        if (!local.key) REQUIRE(reply.has_value() == read.has_value());
        if (!read) continue;
        REQUIRE(read->security.has_value() == local.key.has_value());
        REQUIRE(read->packet_time.count() % 10 == 0);
        REQUIRE((read->packet_time.count() >= 10 && read->packet_time.count() <= 60));
        REQUIRE(read->remote.port != 0);
    }
}

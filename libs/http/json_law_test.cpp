#include "http/json_reader.hpp"
#include "http/json_writer.hpp"

#include "hatif/contact/v1/contact_service.pb.h"
#include "hatif/program/v1/execution_service.pb.h"
#include "hatif/program/v1/flow_service.pb.h"
#include "hatif/program/v1/program_service.pb.h"
#include "hatif/reporting/v1/report_service.pb.h"

#include <catch2/catch.hpp>
#include <google/protobuf/descriptor.h>
#include <google/protobuf/timestamp.pb.h>
#include <google/protobuf/util/message_differencer.h>

#include <random>

using namespace hatif;
using namespace hatif::http;
namespace pb = google::protobuf;

namespace {

std::mt19937_64 dice{20250115};

std::int64_t roll(std::int64_t least, std::int64_t most) {
    return std::uniform_int_distribution<std::int64_t>{least, most}(dice);
}

std::string random_text() {
    static const std::vector<std::string> pieces{"a",  "Z",    "9", " ", "\"", "\\", "/", "\n",
                                                 "\t", "\x01", "é", "ش", "😀",  "{",  "]", ","};
    std::string text;
    for (auto count = roll(1, 12); count > 0; --count) {
        text += pieces[static_cast<std::size_t>(roll(0, std::ssize(pieces) - 1))];
    }
    return text;
}

const char* random_raw_json() {
    static const char* const texts[] = {
        R"({"a": [1, 2.50, null]})", "[ ]", "\"x\\u0041\"", "true", "-1.5e3", "{}"};
    return texts[roll(0, 5)];
}

void fill(pb::Message& message, int depth);

/// One value of the member: set, or added when `is_item`.
void fill_value(pb::Message& message, const pb::FieldDescriptor& member, bool is_item, int depth) {
    const auto& with = *message.GetReflection();
    const auto put = [&](auto set, auto add, auto value) {
        is_item ? (with.*add)(&message, &member, value) : (with.*set)(&message, &member, value);
    };
    using R = pb::Reflection;
    switch (member.cpp_type()) {
    case pb::FieldDescriptor::CPPTYPE_INT32:
        return put(&R::SetInt32, &R::AddInt32,
                   static_cast<std::int32_t>(roll(INT32_MIN, INT32_MAX)));
    case pb::FieldDescriptor::CPPTYPE_UINT32:
        return put(&R::SetUInt32, &R::AddUInt32, static_cast<std::uint32_t>(roll(0, 4294967295)));
    case pb::FieldDescriptor::CPPTYPE_INT64:
        return put(&R::SetInt64, &R::AddInt64, roll(INT64_MIN, INT64_MAX));
    case pb::FieldDescriptor::CPPTYPE_DOUBLE:
        return put(&R::SetDouble, &R::AddDouble, std::ldexp(static_cast<double>(dice()), -40));
    case pb::FieldDescriptor::CPPTYPE_BOOL:
        return put(&R::SetBool, &R::AddBool, roll(0, 1) == 1);
    case pb::FieldDescriptor::CPPTYPE_ENUM:
        return put(&R::SetEnumValue, &R::AddEnumValue,
                   member.enum_type()
                       ->value(static_cast<int>(roll(1, member.enum_type()->value_count() - 1)))
                       ->number());
    case pb::FieldDescriptor::CPPTYPE_STRING:
        return put(&R::SetString, &R::AddString,
                   std::string{member.type() == pb::FieldDescriptor::TYPE_BYTES ? random_raw_json()
                                                                                : random_text()});
    case pb::FieldDescriptor::CPPTYPE_MESSAGE:
        return fill(is_item ? *with.AddMessage(&message, &member)
                            : *with.MutableMessage(&message, &member),
                    depth + 1);
    default:
        FAIL("no random value for " + member.full_name());
    }
}

void fill(pb::Message& message, int depth) {
    if (auto* time = dynamic_cast<pb::Timestamp*>(&message)) {
        time->set_seconds(roll(0, 4102444800));
        time->set_nanos(static_cast<std::int32_t>(roll(0, 999) * 1'000'000));
        return;
    }
    const auto& type = *message.GetDescriptor();
    for (int index = 0; index < type.field_count(); ++index) {
        const auto& member = *type.field(index);
        // An object whose members are all unset reads as one that is unset itself.
        const bool must = index == 0 || type.options().map_entry();
        if ((!must && roll(0, 1) == 0) || member.is_map()) continue;
        const auto count = member.is_repeated() ? roll(1, depth > 3 ? 1 : 3) : 1;
        for (auto n = count; n > 0; --n) fill_value(message, member, member.is_repeated(), depth);
    }
}

template <class Message>
void check_law() {
    for (int round = 0; round < 200; ++round) {
        Message sent;
        fill(sent, 0);
        auto json = to_json(sent);
        Message got;
        FieldErrors wrong;
        INFO(json);
        REQUIRE(read_json(json, got, wrong));
        REQUIRE(wrong.empty());
        REQUIRE(pb::util::MessageDifferencer::Equals(sent, got));
    }
}

} // namespace

TEST_CASE("a message read from its own JSON is the same message", "[http][json]") {
    check_law<contact::v1::ListContactsResponse>();
    check_law<contact::v1::UpsertContactsResponse>();
    check_law<program::v1::ListExecutionsResponse>();
    check_law<program::v1::ListFlowsResponse>();
    check_law<program::v1::ListProgramsResponse>();
    check_law<reporting::v1::ListExecutionCallsResponse>();
}

TEST_CASE("no text makes the reader fail in another way than by refusing it", "[http][json]") {
    const std::string whole =
        R"({"name":"a\u00e9","didPool":["x",{"y":[1.5e3,null]}],)"
        R"("retryStrategy":{"type":"none","maxRetries":3},"status":"active"})";
    for (int round = 0; round < 20'000; ++round) {
        auto text = whole;
        for (auto count = roll(1, 4); count > 0; --count) {
            const auto at = static_cast<std::size_t>(roll(0, std::ssize(text) - 1));
            if (roll(0, 2) == 0) {
                text.resize(at);
                text += "}";
            } else {
                text[at] = static_cast<char>(roll(0, 255));
            }
        }
        program::v1::CreateProgramRequest into;
        FieldErrors wrong;
        const auto done = read_json(text, into, wrong);
        CHECK((done || !done.error().what.empty()));
    }
}

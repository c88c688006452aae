#include "contact/people/contact_table.hpp"

#include "base/instant.hpp"
#include "contact/attributes/attribute_values.hpp"
#include "csv/row.hpp"
#include "http/member.hpp"
#include "rpc/time.hpp"

#include <google/protobuf/descriptor.h>
#include <google/protobuf/message.h>
#include <google/protobuf/timestamp.pb.h>

namespace hatif::contact {

namespace {

namespace pb = google::protobuf;
using Field = pb::FieldDescriptor;

void append_row(const std::vector<std::string>& cells, std::string& out) {
    csv::append_row(out, {cells.begin(), cells.end()});
}

bool has_columns_of_its_own(const Field& member) {
    return !member.is_repeated() && member.cpp_type() == Field::CPPTYPE_MESSAGE &&
           !http::is_timestamp(member);
}

std::string texts(const pb::Message& message, const Field& member) {
    std::string joined;
    const auto& reflection = *message.GetReflection();
    for (int i = 0; i < reflection.FieldSize(message, &member); ++i) {
        joined += (i == 0 ? "" : ";") + reflection.GetRepeatedString(message, &member, i);
    }
    return joined;
}

/// Of the kinds of members that a contact has.
std::string cell(const pb::Message& message, const Field& member) {
    const auto& reflection = *message.GetReflection();
    if (member.is_repeated()) return texts(message, member);
    if (member.has_presence() && !reflection.HasField(message, &member)) return {};
    switch (member.cpp_type()) {
    case Field::CPPTYPE_ENUM: {
        const auto& word = *reflection.GetEnum(message, &member);
        return word.number() == 0 ? std::string{} : http::word_of(word);
    }
    case Field::CPPTYPE_MESSAGE: {
        const auto& time =
            dynamic_cast<const pb::Timestamp&>(reflection.GetMessage(message, &member));
        return base::to_iso8601(rpc::from_wire(time));
    }
    case Field::CPPTYPE_INT64:
        return std::to_string(reflection.GetInt64(message, &member));
    case Field::CPPTYPE_UINT32:
        return std::to_string(reflection.GetUInt32(message, &member));
    default:
        return reflection.GetString(message, &member);
    }
}

/// `take(path, message, member)` for each column, in the contract's order.
template <class Take>
void for_each_column(const pb::Message& message, const std::string& before, const Take& take) {
    const auto& type = *message.GetDescriptor();
    for (int i = 0; i < type.field_count(); ++i) {
        const auto& member = *type.field(i);
        const auto path = before + member.camelcase_name();
        if (http::is_raw_json(member)) continue; // the attributes: columns of their own
        if (has_columns_of_its_own(member)) {
            const auto& inner = message.GetReflection()->GetMessage(message, &member);
            for_each_column(inner, path + ".", take);
        } else {
            take(path, message, member);
        }
    }
}

} // namespace

ContactTable::ContactTable(const AttributeSchema& schema) {
    for (const auto& [name, type] : schema.types()) attributes_.push_back(name);
}

void ContactTable::append_header(std::string& out) const {
    std::vector<std::string> names;
    for_each_column(
        v1::Contact::default_instance(), "",
        [&](const std::string& path, const auto&, const auto&) { names.push_back(path); });
    for (const auto& name : attributes_) names.push_back("customAttributes." + name);
    append_row(names, out);
}

void ContactTable::append(const v1::Contact& contact, std::string& out) const {
    std::vector<std::string> cells;
    for_each_column(contact, "", [&](const auto&, const pb::Message& message, const Field& member) {
        cells.push_back(cell(message, member));
    });
    auto values = plain_values(contact.custom_attributes());
    for (const auto& name : attributes_) {
        const auto value = values.find(name);
        cells.push_back(value == values.end() ? std::string{} : std::move(value->second));
    }
    append_row(cells, out);
}

} // namespace hatif::contact

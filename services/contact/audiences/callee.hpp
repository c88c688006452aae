#pragma once

#include "contact/attributes/attribute_schema.hpp"
#include "contact/people/contact.hpp"

#include <hatif/contact/v1/membership_service.pb.h>

namespace hatif::contact {

/// What decides whether someone may be called.
struct Reachability {
    bool is_there = true;             ///< the contact is, and is not deleted
    bool is_member = true;            ///< of the audience asked for; true when none was
    bool has_phone = true;            ///< one that can be dialled
    bool do_not_call = false;         ///< its number is listed now
    bool unreachable = false;         ///< no call gets through to it
    bool include_unreachable = false; ///< whoever asks calls them too
};

/// The first reason against it; none: UNSPECIFIED.
v1::Refusal refusal_of(const Reachability& facts);

/// What is known of one contact that a lease asks for.
struct CalleeFacts {
    const Contact* contact = nullptr; ///< null: deleted, or never there
    bool is_member = true;            ///< of the audience asked for; true when none was
    /// What of its custom attributes a flow may read.
    const AttributeSchema& attributes = AttributeSchema::none();
    bool do_not_call = false;         ///< its number is listed now
    bool include_unreachable = false; ///< whoever asks calls them too
};

/// Whether it may be called, and all that a flow may read of it.
void to_callee(const CalleeFacts& facts, v1::Callee& callee);

} // namespace hatif::contact

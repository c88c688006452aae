#pragma once

#include "contact/attributes/attribute_schema.hpp"
#include "contact/people/contact.hpp"

#include <hatif/contact/v1/membership_service.pb.h>

namespace hatif::contact {

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

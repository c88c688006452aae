#pragma once

#include "contact/people/contact.hpp"

#include <hatif/contact/v1/membership_service.pb.h>

namespace hatif::contact {

/// What is known of one contact that a lease asks for.
struct CalleeFacts {
    const Contact* contact = nullptr; ///< null: deleted, or never there
    bool is_member = true;            ///< of the audience asked for; true when none was
};

/// Whether it may be called, and all that a flow may read of it.
void to_callee(const CalleeFacts& facts, v1::Callee& callee);

} // namespace hatif::contact

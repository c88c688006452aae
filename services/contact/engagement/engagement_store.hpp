#pragma once

#include "contact/engagement/standing.hpp"
#include "contact/people/contact.hpp"
#include "pg/transaction.hpp"

#include <hatif/contact/v1/contact.pb.h>

#include <map>
#include <string>
#include <vector>

/// Engagement in PostgreSQL.
namespace hatif::contact {

/// Fills `engagement` of contacts that are answered, in one query; zeros where nobody was called.
base::Result<void> tell_engagement(pg::Transaction& transaction,
                                   google::protobuf::RepeatedPtrField<v1::Contact>& contacts);
base::Result<void> tell_engagement(pg::Transaction& transaction, v1::Contact& contact);

/// What is known of the phones of those called of whom the calls tell something. Locks nothing.
base::Result<KnownPhones> known_phones(pg::Transaction& transaction,
                                       const std::vector<EndedCall>& calls);

/// The rows of those called who are contacts still, made where there are none, locked until the
/// transaction ends; in one order everywhere, as are the trunks'.
base::Result<Standings> lock_standings(pg::Transaction& transaction,
                                       const std::vector<EndedCall>& calls);
base::Result<void> write_standings(pg::Transaction& transaction, const Standings& standings);

base::Result<TrunkRecords> lock_trunk_records(pg::Transaction& transaction,
                                              const std::vector<EndedCall>& calls);
base::Result<void> write_trunk_records(pg::Transaction& transaction, const TrunkRecords& records);

/// Only what is known of the phone, and when; within the organization's turn.
base::Result<void> write_phone_statuses(pg::Transaction& transaction,
                                        const std::vector<Contact>& contacts);

/// By key, the last sequence that was taken.
using Sequences = std::map<std::string, std::string>;
base::Result<Sequences> read_sequences(pg::Transaction& transaction,
                                       const std::vector<std::string>& keys);
base::Result<void>
write_sequences(pg::Transaction& transaction, const Sequences& last, base::Instant now);

/// Drops a thousand at most that nothing came behind for a month: no repeat is so late. Waits for
/// nobody.
base::Result<void> drop_old_sequences(pg::Transaction& transaction, base::Instant now);

} // namespace hatif::contact

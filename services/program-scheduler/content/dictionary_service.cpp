#include "program_scheduler/content/dictionary_service.hpp"

#include "endpoint/idempotency.hpp"
#include "program_scheduler/content/content_wire.hpp"
#include "program_scheduler/content/dictionary_list.hpp"
#include "program_scheduler/content/dictionary_rows.hpp"
#include "program_scheduler/content/dictionary_wire.hpp"
#include "program_scheduler/content/entry_rows.hpp"
#include "program_scheduler/content/field_check.hpp"
#include "program_scheduler/content/file_download.hpp"
#include "program_scheduler/content/usage.hpp"
#include "rpc/metadata.hpp"
#include "rpc/status.hpp"

namespace hatif::program_scheduler {

using base::Errc;
using base::fail;
using base::Result;
using grpc::ServerContext;
using grpc::Status;
namespace v1 = program::v1;

namespace {

/// A path's id was checked by the gateway; whoever calls past it gets "not found".
base::DictionaryId id_of(const std::string& text) {
    return base::DictionaryId{base::Uuid::parse(text).value_or(base::Uuid{})};
}

Result<void> create(const rpc::Caller& caller,
                    pg::Transaction& transaction,
                    const v1::CreateDictionaryRequest& request,
                    base::Instant now,
                    v1::Dictionary& answer) {
    auto words = read_dictionary_words(sent(request.has_name(), request.name()),
                                       sent(request.has_language(), request.language()));
    if (!words) return fail(words.error());
    const Dictionary dictionary{.id = base::DictionaryId{base::Uuid::v7(now)},
                                .organization = caller.organization.value(),
                                .name = std::move(words->name),
                                .language = std::move(words->language),
                                .created_at = now,
                                .updated_at = now};
    to_wire(dictionary, answer);
    return insert_dictionary(transaction, dictionary);
}

/// What cannot be a key is none of the dictionary's.
template <class Request>
Result<DictionaryEntry>
find_entry(const rpc::Caller& caller, pg::Transaction& transaction, const Request& request) {
    const auto key = read_key(request.key());
    return read_entry(transaction, caller.organization.value(), id_of(request.id()),
                      key ? *key : "");
}

} // namespace

Status DictionaryService::ListDictionaries(ServerContext* context,
                                           const v1::ListDictionariesRequest* request,
                                           v1::ListDictionariesResponse* answer) {
    return parts_.endpoint.run(*context, *request, *answer,
                               [&](const rpc::Caller& caller, pg::Transaction& transaction) {
                                   return list(caller, transaction, *request, *answer);
                               });
}

Status DictionaryService::CreateDictionary(ServerContext* context,
                                           const v1::CreateDictionaryRequest* request,
                                           v1::Dictionary* answer) {
    return parts_.endpoint.run(
        *context, *request, *answer, [&](const rpc::Caller& caller, pg::Transaction& transaction) {
            return create(caller, transaction, *request, parts_.clock.now(), *answer);
        });
}

Status DictionaryService::GetDictionary(ServerContext* context,
                                        const v1::ReadDictionaryRequest* request,
                                        v1::Dictionary* answer) {
    return parts_.endpoint.run(
        *context, *request, *answer,
        [&](const rpc::Caller& caller, pg::Transaction& transaction) -> Result<void> {
            const auto dictionary =
                read_dictionary(transaction, caller.organization.value(), id_of(request->id()));
            if (!dictionary) return fail(dictionary.error());
            to_wire(*dictionary, *answer);
            return {};
        });
}

Status DictionaryService::DeleteDictionary(ServerContext* context,
                                           const v1::DeleteDictionaryRequest* request,
                                           google::protobuf::Empty* answer) {
    return parts_.endpoint.run(
        *context, *request, *answer,
        [&](const rpc::Caller& caller, pg::Transaction& transaction) -> Result<void> {
            const auto organization = caller.organization.value();
            const auto it = lock_dictionary(transaction, organization, id_of(request->id()));
            if (!it) return fail(it.error());
            if (auto free = require_unused(transaction, organization, it->id); !free) {
                return fail(free.error());
            }
            return hide_dictionary(transaction, it->id, parts_.clock.now());
        });
}

Status DictionaryService::ListDictionaryEntries(ServerContext* context,
                                                const v1::ListDictionaryEntriesRequest* request,
                                                v1::ListDictionaryEntriesResponse* answer) {
    return parts_.endpoint.run(
        *context, *request, *answer,
        [&](const rpc::Caller& caller, pg::Transaction& transaction) -> Result<void> {
            const auto dictionary =
                read_dictionary(transaction, caller.organization.value(), id_of(request->id()));
            if (!dictionary) return fail(dictionary.error());
            return list(transaction, *dictionary, *request, *answer);
        });
}

Result<void> DictionaryService::keep(pg::Transaction& transaction,
                                     const DictionaryEntry& entry,
                                     v1::DictionaryEntry& answer) const {
    const auto dictionary = lock_dictionary(transaction, entry.organization, entry.dictionary);
    if (!dictionary) return fail(dictionary.error());
    const bool is_new = !read_entry(transaction, entry.organization, entry.dictionary, entry.key);
    if (auto room = require_room(is_new ? dictionary->entries : 0); !room) {
        return fail(room.error());
    }
    const auto kept = put_entry(transaction, entry);
    if (!kept) return fail(kept.error());
    to_wire(*kept, answer);
    return raise_revision(transaction, entry.dictionary, entry.updated_at);
}

/// Key and dictionary are checked before the first byte is taken.
Result<void> DictionaryService::upload(const ServerContext& context,
                                       Uploads& reader,
                                       v1::DictionaryEntry& answer) const {
    const auto caller =
        parts_.endpoint.caller(context, *v1::PutDictionaryEntryRequest::descriptor());
    if (!caller) return fail(caller.error());
    const auto organization = caller->organization.value();
    v1::PutDictionaryEntryRequest part;
    if (!reader.Read(&part) || !part.has_header()) {
        return fail({Errc::invalid,
                     "an upload begins with its header",
                     "VALIDATION",
                     {{"file", "is required"}}});
    }
    const auto id = id_of(part.header().id());
    const auto named = file_in(part.header());
    auto key = read_key(sent(part.header().has_key(), part.header().key()));
    if (!key) return fail(key.error());
    const auto there = parts_.pool.transact([&](pg::Transaction& transaction) {
        return read_dictionary(transaction, organization, id);
    });
    if (!there) return fail(there.error());
    if (auto own = require_own(*there); !own) return own;
    auto file = parts_.recorder.receive(reader, part);
    if (!file) return fail(file.error());
    // A client that went away ends its stream, too: what came is a part.
    if (context.IsCancelled()) return fail(Errc::unavailable, "the upload was broken off");
    const auto now = parts_.clock.now();
    auto recorded = parts_.recorder.record(named, *file, now);
    if (!recorded) return fail(recorded.error());
    const DictionaryEntry entry{.id = base::Uuid::v7(now),
                                .dictionary = id,
                                .organization = organization,
                                .key = *std::move(key),
                                .recording = std::move(recorded->recording),
                                .created_at = now,
                                .updated_at = now};
    const std::string once{rpc::metadata(context, rpc::idempotency_key)};
    return parts_.pool.transact([&](pg::Transaction& transaction) -> Result<void> {
        if (once.empty()) return keep(transaction, entry, answer);
        // The stream is no message: key and hash stand for it.
        return endpoint::once(*caller, once, summary_of(entry), answer, now, transaction,
                              [&] { return keep(transaction, entry, answer); });
    });
}

Status DictionaryService::PutDictionaryEntry(ServerContext* context,
                                             Uploads* reader,
                                             v1::DictionaryEntry* answer) {
    const auto done = upload(*context, *reader, *answer);
    return done ? Status::OK : rpc::to_status(done.error());
}

Status DictionaryService::GetDictionaryEntry(ServerContext* context,
                                             const v1::GetDictionaryEntryRequest* request,
                                             v1::DictionaryEntry* answer) {
    return parts_.endpoint.run(
        *context, *request, *answer,
        [&](const rpc::Caller& caller, pg::Transaction& transaction) -> Result<void> {
            const auto entry = find_entry(caller, transaction, *request);
            if (!entry) return fail(entry.error());
            to_wire(*entry, *answer);
            return {};
        });
}

Status DictionaryService::DownloadDictionaryEntry(ServerContext* context,
                                                  const v1::DownloadDictionaryEntryRequest* request,
                                                  Downloads* writer) {
    const auto caller = parts_.endpoint.caller(*context, *request->GetDescriptor());
    if (!caller) return rpc::to_status(caller.error());
    const auto entry = parts_.pool.transact(
        [&](pg::Transaction& transaction) { return find_entry(*caller, transaction, *request); });
    if (!entry) return rpc::to_status(entry.error());
    const auto range = rpc::metadata(*context, rpc::range_key);
    const auto done = send_file(parts_.objects, entry->recording, range, *writer);
    return done ? Status::OK : rpc::to_status(done.error());
}

Status DictionaryService::DeleteDictionaryEntry(ServerContext* context,
                                                const v1::DeleteDictionaryEntryRequest* request,
                                                google::protobuf::Empty* answer) {
    return parts_.endpoint.run(
        *context, *request, *answer,
        [&](const rpc::Caller& caller, pg::Transaction& transaction) -> Result<void> {
            const auto organization = caller.organization.value();
            const auto it = lock_dictionary(transaction, organization, id_of(request->id()));
            if (!it) return fail(it.error());
            const auto entry = find_entry(caller, transaction, *request);
            if (!entry) return fail(entry.error());
            if (auto done = delete_entry(transaction, entry->id); !done) return done;
            return raise_revision(transaction, it->id, parts_.clock.now());
        });
}

} // namespace hatif::program_scheduler

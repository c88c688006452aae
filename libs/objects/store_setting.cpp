#include "objects/store_setting.hpp"

#include "objects/directory_store.hpp"
#include "objects/s3_store.hpp"

#include <stdexcept>

namespace hatif::objects {

namespace {

constexpr std::string_view scheme = "s3://";

} // namespace

StoreSetting read_store_setting(config::Environment& environment) {
    auto place = environment.text("HATIF_OBJECTS");
    if (place.rfind(scheme, 0) != 0) return {.directory = std::move(place)};
    const auto path = place.substr(scheme.size());
    const auto slash = path.find('/');
    auto prefix = slash == path.npos ? std::string{} : path.substr(slash + 1);
    if (!prefix.empty() && prefix.back() != '/') prefix += '/';
    auto region = environment.text("HATIF_S3_REGION", "us-east-1");
    auto endpoint = environment.text("HATIF_S3_ENDPOINT", "");
    const bool amazon = endpoint.empty();
    if (amazon) endpoint = "https://s3." + region + ".amazonaws.com";
    return {.s3 = S3Setting{
                .endpoint = std::move(endpoint),
                .region = std::move(region),
                .bucket = path.substr(0, slash),
                .prefix = std::move(prefix),
                .key_id = environment.text("HATIF_S3_KEY_ID"),
                .secret = environment.text("HATIF_S3_SECRET"),
                .path_style = environment.number("HATIF_S3_PATH_STYLE", amazon ? 0 : 1, 0, 1) == 1,
                .ca_file = environment.text("HATIF_S3_CA", "")}};
}

std::unique_ptr<ObjectStore> open_store(const StoreSetting& setting,
                                        const std::function<void(const std::string&)>& complain) {
    if (!setting.s3) return std::make_unique<DirectoryStore>(setting.directory);
    auto store = std::make_unique<S3Store>(*setting.s3);
    if (const auto there = store->check(); !there) {
        if (there.error().code == base::Errc::invalid) {
            throw std::runtime_error{there.error().what};
        }
        complain(there.error().what);
    }
    return store;
}

} // namespace hatif::objects

#include "pg/pool.hpp"

namespace hatif::pg {

using namespace std::chrono_literals;

Pool::Pool(std::string conninfo, std::size_t size, std::string settings)
    : conninfo_{std::move(conninfo)}, size_{size}, settings_{std::move(settings)} {}

Pool::~Pool() = default;

base::Result<Pool::Borrowed> Pool::borrow() {
    {
        std::unique_lock lock{mutex_};
        if (!returned_.wait_for(lock, 5s, [&] { return !idle_.empty() || open_ < size_; })) {
            return base::fail(base::Errc::unavailable, "all database connections are in use");
        }
        if (!idle_.empty()) {
            auto connection = std::move(idle_.back());
            idle_.pop_back();
            return Borrowed{*this, std::move(connection)};
        }
        ++open_; // the place is taken before the slow part
    }
    auto opened = Connection::open(conninfo_);
    if (opened && !settings_.empty()) {
        if (auto set = opened->script(settings_); !set) opened = base::fail(set.error());
    }
    if (!opened) {
        const std::lock_guard lock{mutex_};
        --open_;
        returned_.notify_one();
        return base::fail(opened.error());
    }
    return Borrowed{*this, std::make_unique<Connection>(*std::move(opened))};
}

void Pool::give_back(std::unique_ptr<Connection> connection) {
    const bool keep = !connection->broken();
    {
        const std::lock_guard lock{mutex_};
        if (keep) {
            idle_.push_back(std::move(connection));
        } else {
            --open_;
        }
    }
    returned_.notify_one();
}

base::Result<void> Pool::check() {
    auto connection = borrow();
    if (!connection) return base::fail(connection.error());
    const auto answered = (*connection)->exec("SELECT 1");
    if (!answered) return base::fail(answered.error());
    return {};
}

} // namespace hatif::pg

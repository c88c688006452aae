#include "contact/do_not_call/opt_out_reader.hpp"

#include "contact/do_not_call/opt_out_intake.hpp"
#include "kafka/cloud_event.hpp"

namespace hatif::contact {

OptOutReader::OptOutReader(const std::string& brokers,
                           const std::string& listen,
                           pg::Pool& pool,
                           const base::Clock& clock,
                           const kafka::Complaint& complain)
    : consumer_{{.brokers = brokers,
                 .group = "hatif-contact." + std::string{kafka::call_events_topic},
                 .topic = std::string{kafka::call_events_topic},
                 .instance = kafka::instance_at(listen),
                 .complain = complain},
                pool,
                [&clock](kafka::Batch& batch, pg::Transaction& transaction) {
                    return take_call_events(batch, transaction, clock.now());
                }} {}

} // namespace hatif::contact

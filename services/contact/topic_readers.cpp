#include "contact/topic_readers.hpp"

#include "contact/do_not_call/opt_out_intake.hpp"
#include "contact/engagement/intake.hpp"
#include "kafka/cloud_event.hpp"

#include <string_view>

namespace hatif::contact {

namespace {

kafka::ConsumerOptions options_of(std::string_view topic,
                                  const std::string& brokers,
                                  const std::string& listen,
                                  const kafka::Complaint& complain) {
    return {.brokers = brokers,
            .group = "hatif-contact." + std::string{topic},
            .topic = std::string{topic},
            .instance = kafka::instance_at(listen),
            .complain = complain};
}

} // namespace

TopicReaders::TopicReaders(const std::string& brokers,
                           const std::string& listen,
                           pg::Pool& pool,
                           const base::Clock& clock,
                           const kafka::Complaint& complain)
    : engagement_{options_of(kafka::execution_events_topic, brokers, listen, complain), pool,
                  [&clock](kafka::Batch& batch, pg::Transaction& transaction) {
                      return take_execution_events(batch, transaction, clock.now());
                  }},
      opt_outs_{options_of(kafka::call_events_topic, brokers, listen, complain), pool,
                [&clock](kafka::Batch& batch, pg::Transaction& transaction) {
                    return take_call_events(batch, transaction, clock.now());
                }} {}

} // namespace hatif::contact

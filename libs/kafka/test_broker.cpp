#include "kafka/test_broker.hpp"

#include "kafka/client_impl.hpp"

#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <fstream>
#include <stdexcept>
#include <vector>

namespace hatif::kafka {

namespace {

constexpr const char* listener = "127.0.0.1:20590";
constexpr const char* controller = "127.0.0.1:20591";
const std::string jars = HATIF_KAFKA_JARS;

/// A Java program of Kafka's; it dies with this process.
pid_t run(std::vector<std::string> words, const std::filesystem::path& log) {
    words.insert(words.begin(),
                 {"java", "-Xmx256m", "-XX:TieredStopAtLevel=1", "-cp", jars + "/*"});
    std::vector<char*> argv;
    for (auto& word : words) argv.push_back(word.data());
    argv.push_back(nullptr);
    const pid_t child = fork();
    if (child != 0) return child;
    const int out = open(log.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0666);
    dup2(out, STDOUT_FILENO);
    dup2(out, STDERR_FILENO);
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    execvp(argv[0], argv.data());
    _exit(127);
}

int status_of(pid_t child) {
    int status = 0;
    waitpid(child, &status, 0);
    return status;
}

} // namespace

bool TestBroker::installed() {
    return std::filesystem::exists(jars) && system("java -version >/dev/null 2>&1") == 0;
}

TestBroker::TestBroker() {
    std::string name = std::filesystem::temp_directory_path() / "hatif-kafka-XXXXXX";
    if (mkdtemp(name.data()) == nullptr) throw std::runtime_error{"no temporary directory"};
    directory_ = name;
    std::ofstream{directory_ / "server.properties"}
        << "process.roles=broker,controller\nnode.id=1\n"
        << "controller.quorum.voters=1@" << controller << "\n"
        << "listeners=PLAINTEXT://" << listener << ",CONTROLLER://" << controller << "\n"
        << "controller.listener.names=CONTROLLER\n"
        << "listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT\n"
        << "log.dirs=" << (directory_ / "data").string() << "\n"
        << "auto.create.topics.enable=false\noffsets.topic.replication.factor=1\n"
        << "offsets.topic.num.partitions=1\ngroup.initial.rebalance.delay.ms=0\n"
        << "transaction.state.log.replication.factor=1\n";
    const auto formatted = run({"kafka.tools.StorageTool", "format", "-t", "MkU3OEVBNTcwNTJENDM2Qk",
                                "-c", directory_ / "server.properties"},
                               directory_ / "format.log");
    if (status_of(formatted) != 0) throw std::runtime_error{"the broker's storage: " + name};
    start();
}

TestBroker::~TestBroker() {
    stop();
    std::error_code ignored;
    std::filesystem::remove_all(directory_, ignored);
}

void TestBroker::start() {
    server_ = run({"kafka.Kafka", directory_ / "server.properties"}, directory_ / "server.log");
}

void TestBroker::stop() {
    if (server_ < 0) return;
    kill(server_, SIGKILL);
    status_of(server_);
    server_ = -1;
}

std::string TestBroker::address() const {
    return listener;
}

void TestBroker::make_topic(const std::string& name, int partitions) const {
    auto client = make_client(RD_KAFKA_PRODUCER, make_conf({{"bootstrap.servers", listener}}));
    const base::Handle<rd_kafka_queue_t, rd_kafka_queue_destroy> answers{
        rd_kafka_queue_new(client.get())};
    for (int tries = 0; tries < 60; ++tries) {
        char why[256];
        rd_kafka_NewTopic_t* topic =
            rd_kafka_NewTopic_new(name.c_str(), partitions, 1, why, sizeof why);
        rd_kafka_CreateTopics(client.get(), &topic, 1, nullptr, answers.get());
        rd_kafka_NewTopic_destroy(topic);
        const base::Handle<rd_kafka_event_t, rd_kafka_event_destroy> answer{
            rd_kafka_queue_poll(answers.get(), 10'000)};
        if (!answer || rd_kafka_event_error(answer.get()) != RD_KAFKA_RESP_ERR_NO_ERROR) continue;
        std::size_t count = 0;
        const auto* made = rd_kafka_CreateTopics_result_topics(
            rd_kafka_event_CreateTopics_result(answer.get()), &count);
        const auto met = rd_kafka_topic_result_error(made[0]);
        if (met == RD_KAFKA_RESP_ERR_NO_ERROR || met == RD_KAFKA_RESP_ERR_TOPIC_ALREADY_EXISTS) {
            return;
        }
    }
    throw std::runtime_error{"the topic " + name + " could not be made"};
}

} // namespace hatif::kafka

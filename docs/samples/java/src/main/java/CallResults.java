import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Timestamp;
import hatif.program.v1.ExecutionEvents.AttemptEnded;
import hatif.program.v1.ExecutionEvents.ExecutionEvent;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.StringJoiner;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/**
 * Prints how every call ended, one JSON object a line.
 *
 * <pre>java -cp 'classes:lib/*' CallResults BROKERS [idle seconds after which to end]</pre>
 *
 * The short form of the reader's recipe of docs/events.md, for what is no database: offsets are
 * committed after the lines are out, and the sequences tell repeats. After a crash the last lines may
 * come again (the attemptId tells which); none is missing. docs/samples/python shows the long form.
 */
public final class CallResults {
    private static final String TOPIC = "hatif.execution-events.v1";

    /** By key, the last sequence that was taken. A reader of long standing keeps them on disk. */
    private final Map<String, String> lastSequences = new HashMap<>();

    public static void main(String[] arguments) {
        if (arguments.length < 1) {
            System.err.println("CallResults BROKERS [idle seconds after which to end]");
            System.exit(2);
        }
        Duration untilIdle =
            arguments.length > 1 ? Duration.ofSeconds(Long.parseLong(arguments[1])) : null;
        new CallResults().read(arguments[0], untilIdle);
    }

    private void read(String brokers, Duration untilIdle) {
        try (var consumer = new KafkaConsumer<String, byte[]>(settings(brokers))) {
            consumer.subscribe(List.of(TOPIC));
            Instant lastRecord = Instant.now();
            while (untilIdle == null || Instant.now().isBefore(lastRecord.plus(untilIdle))) {
                var records = consumer.poll(Duration.ofMillis(500));
                if (records.isEmpty()) {
                    continue;
                }
                lastRecord = Instant.now();
                for (var record : records) {
                    resultOf(record).ifPresent(System.out::println);
                }
                System.out.flush();
                consumer.commitSync(); // after the effect, never before
            }
        }
    }

    private static Properties settings(String brokers) {
        var settings = new Properties();
        settings.put("bootstrap.servers", brokers);
        settings.put("group.id", "call-results-java");
        settings.put("enable.auto.commit", "false");
        settings.put("auto.offset.reset", "earliest");
        settings.put("key.deserializer", StringDeserializer.class.getName());
        settings.put("value.deserializer", ByteArrayDeserializer.class.getName());
        return settings;
    }

    /** The line of an attempt's end; nothing for repeats and for every other event. */
    private Optional<String> resultOf(ConsumerRecord<String, byte[]> record) {
        String sequence =
            new String(record.headers().lastHeader("ce_sequence").value(), StandardCharsets.UTF_8);
        if (sequence.compareTo(lastSequences.getOrDefault(record.key(), "")) <= 0) {
            return Optional.empty(); // a restarted writer has appended it again
        }
        lastSequences.put(record.key(), sequence);
        try {
            var event = ExecutionEvent.parseFrom(record.value());
            // A kind that is newer than this reader reads as "not set".
            return event.hasAttemptEnded() ? Optional.of(line(event)) : Optional.empty();
        } catch (InvalidProtocolBufferException wrong) { // it can never be taken: put aside, and on
            System.err.printf("%s %d@%d: %s%n", TOPIC, record.partition(), record.offset(), wrong);
            return Optional.empty();
        }
    }

    private static String line(ExecutionEvent event) {
        AttemptEnded ended = event.getAttemptEnded();
        var members = new StringJoiner(", ", "{", "}");
        text(members, "attemptId", ended.getAttemptId());
        text(members, "jobId", ended.getJobId());
        plain(members, "attemptNumber", ended.getAttemptNumber());
        text(members, "organizationId", event.getOrganizationId());
        text(members, "executionId", event.getExecutionId());
        text(members, "programId", event.getProgramId());
        text(members, "contactId", ended.getContactId());
        text(members, "to", ended.getTo());
        text(members, "from", ended.getFrom());
        text(members, "startedAt", ended.hasStartedAt() ? iso(ended.getStartedAt()) : "");
        text(members, "endedAt", ended.hasEndedAt() ? iso(ended.getEndedAt()) : "");
        text(members, "outcome", outcome(ended));
        text(members, "outcomeReason", ended.getOutcomeReason());
        plain(members, "answered", ended.getAnswered());
        plain(members, "test", ended.getTest());
        text(members, "retryAt", ended.hasRetryAt() ? iso(ended.getRetryAt()) : "");
        return members.toString();
    }

    /** "completed"; an outcome that is newer than this reader counts as failed. */
    private static String outcome(AttemptEnded ended) {
        String name = ended.getOutcome().name();
        return name.startsWith("OUTCOME_")
            ? name.substring("OUTCOME_".length()).toLowerCase(Locale.ROOT)
            : "failed";
    }

    private static String iso(Timestamp at) {
        return Instant.ofEpochSecond(at.getSeconds(), at.getNanos()).toString();
    }

    /** An empty text is null: not set. Ids, numbers and codes need no more escaping than this. */
    private static void text(StringJoiner members, String name, String value) {
        String escaped = value.replace("\\", "\\\\").replace("\"", "\\\"");
        plain(members, name, value.isEmpty() ? "null" : '"' + escaped + '"');
    }

    private static void plain(StringJoiner members, String name, Object value) {
        members.add('"' + name + "\": " + value);
    }
}

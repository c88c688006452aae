"""The Kafka topics as an analyst reads them: decoded by the published protos alone."""
import pathlib
import subprocess
import tempfile

from confluent_kafka import Consumer, TopicPartition
from google.protobuf import descriptor_pb2, descriptor_pool, message_factory

ROOT = pathlib.Path(__file__).resolve().parents[2]
SCHEMAS = {"hatif.call-events.v1": "hatif.dialer.v1.CallEvent",
           "hatif.execution-events.v1": "hatif.program.v1.ExecutionEvent",
           "hatif.contact-events.v1": "hatif.contact.v1.ContactEvent"}
PATIENCE_SECONDS = 10


def message_classes():
    """Full name: class, from proto/."""
    protos = sorted(str(path.relative_to(ROOT / "proto")) for path in ROOT.glob("proto/hatif/**/*.proto"))
    with tempfile.NamedTemporaryFile() as out:
        subprocess.run(["protoc", "--include_imports", f"--descriptor_set_out={out.name}",
                        f"-I{ROOT / 'proto'}", f"-I{ROOT / 'build' / 'googleapis'}", *protos],
                       check=True)
        files = descriptor_pb2.FileDescriptorSet.FromString(out.read())
    pool = descriptor_pool.DescriptorPool()
    for file in files.file:
        pool.Add(file)
    return {name: message_factory.GetMessageClass(pool.FindMessageTypeByName(name))
            for name in SCHEMAS.values()}


class Fact:
    def __init__(self, record, value):
        self.key = record.key().decode()
        self.headers = {name: text.decode() for name, text in record.headers() or []}
        self.value = value
        self.kind = value.WhichOneof("event")
        self.partition, self.offset = record.partition(), record.offset()

    @property
    def what(self):
        return getattr(self.value, self.kind)


class Facts:
    def __init__(self, brokers):
        self._brokers = brokers
        self._classes = message_classes()

    def all(self, topic):
        """Every record that the topic holds now, in order within each partition."""
        consumer = Consumer({"bootstrap.servers": self._brokers, "group.id": "tests",
                             "enable.auto.commit": False})
        try:
            partitions = consumer.list_topics(topic, PATIENCE_SECONDS).topics[topic].partitions
            ends = {number: consumer.get_watermark_offsets(TopicPartition(topic, number),
                                                           PATIENCE_SECONDS)[1]
                    for number in partitions}
            consumer.assign([TopicPartition(topic, number, 0) for number in ends])
            count = sum(ends.values())
            found = []
            while len(found) < count:
                batch = consumer.consume(count - len(found), PATIENCE_SECONDS)
                assert batch, f"{topic}: {len(found)} of {count} records came"
                for record in batch:
                    assert not record.error(), record.error()
                    value = self._classes[SCHEMAS[topic]].FromString(record.value())
                    found.append(Fact(record, value))
            return found
        finally:
            consumer.close()

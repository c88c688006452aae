"""From a CSV, some sentences and a flow to a program that is ready to be launched."""
import csv
import json
import pathlib
import string
import subprocess
import tempfile

HERE = pathlib.Path(__file__).parent


def load_contacts(api):
    """Upserts the CSV and answers the ids of those that were taken."""
    with open(HERE / "contacts.csv", newline="", encoding="utf-8") as lines:
        rows = [{name: value for name, value in row.items() if value}
                for row in csv.DictReader(lines)]
    answer = api.post("/contact/upsert", {"data": rows})
    print(f"  {len(rows)} rows: {answer['created']} contacts created, {answer['updated']} updated, "
          f"{answer['unchanged']} the same again, {answer['failed']} refused")
    for result in answer["results"]:
        for error in result.get("errors", []):
            print(f"    row {result['index'] + 1} ({rows[result['index']]['primaryPhone']}): "
                  f"{error['path']} {error['message']}")
    return list(dict.fromkeys(result["id"] for result in answer["results"] if result["id"]))


def make_audience(api, contact_ids):
    audience = api.post("/audience", {"name": "Rendez-vous de demain"})
    api.post(f"/audience/{audience['id']}/add-contacts", {"contacts": contact_ids})
    return audience["id"]


def upload_prompts(api):
    """Speaks the sentences and uploads them: {name: audio id}."""
    prompts = json.loads((HERE / "prompts.json").read_text(encoding="utf-8"))
    audios = {}
    for name, text in prompts.items():
        wav = speak(text)
        audio = api.upload("/audio-management/upload", f"{name}.wav", wav, title=text,
                           usageType="prompt")
        print(f"  {name}: {audio['durationSeconds']:.1f} s")
        audios[name] = audio["id"]
    return audios


def speak(text):
    # Into a file: what espeak-ng writes to a pipe does not know its own length.
    with tempfile.NamedTemporaryFile(suffix=".wav") as spoken:
        subprocess.run(["espeak-ng", "-v", "fr", "-s", "160", "-w", spoken.name, text], check=True)
        return spoken.read()


def make_flow(api, audios):
    text = string.Template((HERE / "flow.json").read_text()).substitute(audios)
    graph = json.loads(text)
    validation = api.post("/flows/validate", {"graph": graph})
    print(f"  valid: {validation['valid']}, {len(validation['warnings'])} warnings")
    return api.post("/flows", {"name": "Confirmation de rendez-vous", "graph": graph})["id"]


def make_program(api, flow_id, audience_id):
    dids = [did["number"] for did in api.pages("/dids/available")]
    print(f"  calls from {' and '.join(dids)}")
    program = api.post("/programs", {
        "name": "Rappel de rendez-vous", "flowId": flow_id, "audienceId": audience_id,
        "didPool": dids, "callsPerSecond": 10,
        "retryStrategy": {"type": "fixed_delay", "delayMinutes": 0.1, "maxRetries": 1}})
    return program["id"]

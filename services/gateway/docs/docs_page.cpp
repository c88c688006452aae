#include "gateway/docs/docs_page.hpp"

namespace hatif::gateway {

std::string docs_page() {
    return R"page(<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Hatif API</title>
<style>
  body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem }
  h2 { margin-top: 2.5rem }
  details { border-top: 1px solid #ddd; padding: .4rem 0 }
  summary { cursor: pointer }
  b { display: inline-block; width: 4.5rem; font-family: monospace }
  code { font-size: 1rem }
  pre { background: #f5f5f5; padding: 1rem; overflow: auto; font-size: .85rem }
  @media (prefers-color-scheme: dark) {
    body { background: #181818; color: #ddd } pre { background: #242424 } details { border-color: #444 }
  }
</style>
<h1>Hatif API</h1>
<p id="introduction"></p>
<p>Send <code>Authorization: Bearer &lt;api key&gt;</code> or <code>x-api-key: &lt;api key&gt;</code>.
The whole description is <a href="/openapi.json">/openapi.json</a>.</p>
<main></main>
<script>
  const make = (name, text) => Object.assign(document.createElement(name), {textContent: text});
  fetch('/openapi.json').then(answer => answer.json()).then(api => {
    document.getElementById('introduction').textContent = api.info.description;
    const sections = {};
    for (const [path, verbs] of Object.entries(api.paths)) {
      for (const [verb, operation] of Object.entries(verbs)) {
        const entry = document.createElement('details');
        const line = document.createElement('summary');
        line.append(make('b', verb.toUpperCase()), make('code', path), ' ' + (operation.summary ?? ''));
        entry.append(line, make('p', operation.description ?? ''),
                     make('pre', JSON.stringify(operation, null, 2)));
        (sections[operation.tags[0]] ??= []).push(entry);
      }
    }
    for (const [tag, entries] of Object.entries(sections)) {
      document.querySelector('main').append(make('h2', tag), ...entries);
    }
  });
</script>
</html>
)page";
}

} // namespace hatif::gateway

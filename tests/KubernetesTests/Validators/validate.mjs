// Validates the Kubernetes documents on standard input against the API's published schemas. Prints "n documents", or the
// problems of each bad one and exits with 1.
import { readFileSync } from 'node:fs';
import YAML from 'yaml';

async function modelOf({ apiVersion, kind }) {
  try {
    return (await import(`kubernetes-models/${apiVersion}`))[kind];
  } catch {
    return undefined;
  }
}

async function problemOf(document) {
  if (document.errors.length > 0) return document.errors[0].message;
  const manifest = document.toJSON();
  const Model = await modelOf(manifest);
  if (Model === undefined) return `there is no ${manifest.apiVersion} ${manifest.kind}`;
  try {
    new Model(manifest).validate();
    return undefined;
  } catch (e) {
    return e.message;
  }
}

const documents = YAML.parseAllDocuments(readFileSync(0, 'utf8'), { uniqueKeys: true });
const problems = [];
for (const document of documents) {
  const problem = await problemOf(document);
  if (problem !== undefined) problems.push(`${document.get('kind')} ${document.getIn(['metadata', 'name'])}: ${problem}`);
}
console.log(problems.length === 0 ? `${documents.length} documents` : problems.join('\n'));
process.exitCode = problems.length === 0 ? 0 : 1;

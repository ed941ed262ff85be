// Reads citations as programs of others do: with citation-js, for RIS and CSL-JSON,
// and sets the latter in APA style with citeproc-js. Input and output are JSON.
const path = require('path')
const modules = path.join(__dirname, '..', '..', '..', 'node_modules')
const { Cite } = require(path.join(modules, '@citation-js', 'core'))
require(path.join(modules, '@citation-js', 'plugin-ris'))
require(path.join(modules, '@citation-js', 'plugin-csl'))

const works = JSON.parse(require('fs').readFileSync(0, 'utf8'))
console.log(JSON.stringify(works.map(({ ris, csl }) => ({
  ris: new Cite(ris, { forceType: '@ris/file' }).data,
  csl: new Cite(JSON.parse(csl)).data,
  apa: new Cite(JSON.parse(csl)).format('bibliography', { template: 'apa', lang: 'en-US' }),
}))))

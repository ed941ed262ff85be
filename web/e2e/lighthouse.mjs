// Judges pages with Lighthouse as a phone of the middle class sees them, and
// writes one line of JSON for each: {url, scores, failed}. Called by
// lighthouse_test.go; by hand: node web/e2e/lighthouse.mjs URL …
import {launch} from 'chrome-launcher';
import lighthouse from 'lighthouse';

const categories = ['performance', 'accessibility', 'best-practices', 'seo'];
const runs = 3; // the speed varies: the median counts

const chrome = await launch({
	chromePath: process.env.CHROME_PATH ?? '/usr/bin/chromium',
	chromeFlags: ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--disable-component-update', '--disable-background-networking'],
});
try {
	for (const url of process.argv.slice(2)) console.log(JSON.stringify(await judge(url)));
} finally {
	await chrome.kill();
}

async function judge(url) {
	const speeds = [];
	const scores = {}, failed = {};
	for (let run = 0; run < runs; run++) {
		const only = run === 0 ? categories : ['performance']; // the others do not vary
		const {lhr} = await lighthouse(url, {port: chrome.port, onlyCategories: only, logLevel: 'error'});
		if (lhr.runtimeError) throw new Error(`${url}: ${lhr.runtimeError.message}`);
		speeds.push(lhr.categories.performance);
		for (const id of only) {
			if (id === 'performance') continue;
			scores[id] = lhr.categories[id].score * 100;
			failed[id] = below(lhr, id);
		}
		if (run === runs - 1 || lhr.categories.performance.score < 1) failed.performance = below(lhr, 'performance');
	}
	scores.performance = speeds.map(c => Math.round(c.score * 100)).sort((a, b) => a - b)[1];
	return {url, scores, failed};
}

// below lists the audits that cost points.
function below(lhr, id) {
	return lhr.categories[id].auditRefs
		.filter(r => r.weight > 0 && lhr.audits[r.id].score !== null && lhr.audits[r.id].score < 1)
		.map(r => r.id);
}

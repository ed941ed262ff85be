// Opens all that is folded in the single file and takes it apart, so that axe-core,
// whose time grows faster than a page, comes to an end. Each part keeps what it stands
// in, with the headings and answers above it; part(i) shows one of them alone. The
// answer is how many there are, or what went wrong.
(() => {
	const most = 1500; // elements of a part
	const size = node => node.querySelectorAll('*').length + 1;
	const rank = node => node.matches('h3, h4') ? +node.localName[1] : 9;
	const begins = node => node.matches('details, section, h3, h4');
	const copies = nodes => nodes.map(node => node.cloneNode(true));
	const within = (node, above, part) => {
		const copy = node.cloneNode(false);
		copy.append(...copies(above), ...part);
		return copy;
	};
	const split = node => {
		const children = [...node.children];
		const first = children.findIndex(begins);
		if (size(node) <= most || first < 0) return [node];
		const head = children.slice(0, first), groups = [];
		let above = [], room = 0;
		for (const child of children.slice(first)) {
			const parts = child.matches('details, section') ? split(child) : [child];
			if (parts.length > 1) {
				groups.push(...parts.map(part => [...copies(above), part]));
				room = 0;
				continue;
			}
			above = above.filter(h => rank(h) < rank(child));
			if (!groups.length || begins(child) && room < size(child)) {
				groups.push(copies(above));
				room = most;
			}
			if (rank(child) < 9) above.push(child);
			groups.at(-1).push(child);
			room -= size(child);
		}
		return groups.map(group => within(node, head, group));
	};
	document.querySelectorAll('details').forEach(d => d.open = true);
	const main = document.querySelector('main'), all = size(main);
	const parts = [...main.children].flatMap(split);
	window.part = i => main.replaceChildren(parts[i]);
	const there = parts.reduce((sum, p) => sum + size(p), 1);
	return there < all ? `${all} elements, ${there} of them in parts` : String(parts.length);
})

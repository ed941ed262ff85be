package web

import (
	"net/http"
	"reflect"

	"localvote/web/eligibility"
	"localvote/web/record"
)

// apiOps lists every operation of the API. Routes, strict reading, openapi.yaml
// and the page about the API all follow from this list.
func (s *Server) apiOps() []*apiOp {
	var all []*apiOp
	for _, group := range [][]*apiOp{judgingOps(), ruleOps(), sourceOps(), placeOps(), listOps()} {
		all = append(all, group...)
	}
	for _, op := range all {
		if op.kind == "" {
			op.kind = "application/json"
		}
		if op.method == "" {
			op.method = http.MethodGet
		}
		if op.licence.id == "" {
			op.licence = licenceTexts
		}
	}
	return all
}

// replies is the type of what an operation answers.
func replies[T any]() reflect.Type { return reflect.TypeFor[T]() }

// The person of the examples: in Russia with a temporary permit.
var (
	exampleAnswers = map[string]string{
		"country": "ru", "citizenship": "by", "age": "21plus", "residence": "temporary", "registered": "yes", "on": "2026-09-20", "rights": "council_vote", "lang": "en",
	}
	exampleBody = `{"on": "2026-09-20", "rights": ["council_vote"], "answers": {"country": "ru", "citizenship": "by", "age": "21plus", "residence": "temporary", "registered": "yes"}}`
)

func judgingOps() []*apiOp {
	evaluateParams := []apiParam{onParam, rulesParam("rules", aboutRules), rightsParam}
	return []*apiOp{
		{
			id: "evaluate", path: "/evaluate", title: "api.op.evaluate", answers: true, private: true, params: evaluateParams, reply: replies[evaluation](), do: apiEvaluate,
			about:    "Answers as parameters. Addresses are kept in many places: sensitive answers are refused here, send them by POST.",
			examples: []apiExample{{name: "temporary_permit", title: "A citizen of Belarus in Russia with a temporary permit", values: exampleAnswers}},
		},
		{
			id: "evaluateBody", method: http.MethodPost, path: "/evaluate", title: "api.op.evaluate_post", secret: true, body: replies[evaluateBody](), reply: replies[evaluation](), do: apiEvaluate,
			about: "Answers as a JSON object. Nothing of it is kept or logged, and the answer must stay in no cache. This is the only way to send sensitive answers.",
			examples: []apiExample{
				{name: "temporary_permit", title: "A citizen of Belarus in Russia with a temporary permit", values: map[string]string{"lang": "en"}, body: exampleBody},
				{
					name: "does_not_know", title: "Somebody in Belarus who does not know one of the answers", values: map[string]string{"lang": "be"},
					body: `{"on": "2026-09-20", "rights": ["council_vote"], "answers": {"country": "by", "citizenship": "ru", "age": "18to20", "residence": "unknown"}}`,
				},
			},
		},
		{
			id: "evaluateCode", path: "/evaluate/:code", title: "api.op.evaluate_code", private: true, params: append([]apiParam{pathParam("code", "Share code, such as 1-BD0W: all answers but the sensitive ones.")}, evaluateParams...),
			reply: replies[evaluation](), do: apiEvaluateCode,
			about:    "The same for a share code, as the pages of results have it in their addresses. Codes of earlier lists of questions are understood for ever.",
			examples: []apiExample{{name: "code", title: "A share code", values: map[string]string{"code": "1-BD0W", "on": "2026-09-20", "rights": "head_vote", "lang": "en"}}},
		},
		{
			id: "nextQuestion", path: "/next", title: "api.op.next", answers: true, private: true, params: []apiParam{onParam, rulesParam("rules", aboutRules)}, reply: replies[apiNext](), do: apiNextQuestion,
			about:    "Which question to ask next. Questions that can change no verdict any more are left out, so nobody is asked in vain.",
			examples: []apiExample{{name: "two_answers", title: "After two answers", values: map[string]string{"country": "ru", "citizenship": "by", "on": "2026-09-20", "lang": "en"}}},
		},
		{
			id: "nextQuestionBody", method: http.MethodPost, path: "/next", title: "api.op.next_post", secret: true, body: replies[evaluateBody](), reply: replies[apiNext](), do: apiNextQuestion,
			about:    "The same with the answers in the body. Nothing of it is kept or logged.",
			examples: []apiExample{{name: "nothing_yet", title: "Before the first answer", values: map[string]string{"lang": "be"}, body: `{"on": "2026-09-20", "answers": {}}`}},
		},
		{
			id: "questions", path: "/questions", title: "api.op.questions", params: []apiParam{readersParam}, reply: replies[apiQuestions](), do: apiQuestionList,
			about:    "Questions, their answers and the rights that are judged, with texts.",
			examples: []apiExample{{name: "in_english", title: "For readers in Belarus", values: map[string]string{"country": "by", "lang": "en"}}},
		},
	}
}

func effects(*visit) []string { return eligibility.Effects() }

func ruleOps() []*apiOp {
	rules := rulesParam("rules", aboutRules)
	return []*apiOp{
		{
			id: "ruleset", path: "/ruleset", title: "api.op.ruleset", licence: licenceData, reply: replies[apiRuleset](), do: apiCurrentRuleset,
			about:    "The current edition: hash, days on which verdicts change, how much there is, and what the checks found.",
			examples: []apiExample{{name: "now", title: "The current edition", values: map[string]string{"lang": "en"}}},
		},
		{
			id: "rulesets", path: "/rulesets", title: "api.op.rulesets", licence: licenceData, stored: true, reply: replies[apiEditions](), do: apiRulesets,
			about:    "Every edition that ever went live. Each stays, and each can be asked with the parameter rules.",
			examples: []apiExample{{name: "all", title: "All editions", values: map[string]string{"lang": "en"}}},
		},
		{
			id: "diff", path: "/diff", title: "api.op.diff", licence: licenceData, reply: replies[apiDiff](), do: apiCompare,
			params:   []apiParam{needed(rulesParam("old", "Hash (8 or more digits) or name of the old edition.")), rulesParam("new", "Hash or name of the new edition. Without it it is the current one.")},
			about:    "Every verdict that differs between two editions, found by comparing all situations on all days.",
			examples: []apiExample{{name: "same", title: "An edition compared with itself", values: map[string]string{"old": currentRules, "lang": "en"}}},
		},
		{
			id: "rules", path: "/rules", title: "api.op.rules", reply: replies[apiRules](), do: apiRuleList,
			params: []apiParam{
				oneOf("right", "Only cards about this right.", "unknown_right", func(v *visit) []string { return v.q.RightIDs() }),
				oneOf("effect", "Only cards with this effect.", "unknown_value", effects),
				withAbout(onParam, "Only cards that hold on this day, as YYYY-MM-DD."), readersParam, rules,
			},
			about:    "The rule cards. A person has a right if a card grants it and no card bars it; default says why nothing grants it.",
			examples: []apiExample{{name: "grants", title: "What gives the right to vote for a council", values: map[string]string{"right": "council_vote", "effect": "grant", "lang": "en"}}},
		},
		{
			id: "rule", path: "/rules/:id", title: "api.op.rule", reply: replies[apiOneRule](), do: apiFindRule,
			params:   []apiParam{pathParam("id", "Id of the card."), readersParam, rules},
			about:    "One rule card with its sources.",
			examples: []apiExample{{name: "default", title: "Why there is no right without a permanent residence permit", values: map[string]string{"id": "ru.default.not_permanent", "lang": "en"}}},
		},
		{
			id: "differences", path: "/differences", title: "api.op.differences", reply: replies[apiDifferences](), do: apiDifferenceList,
			about:    "In what the two countries differ.",
			examples: []apiExample{{name: "all", title: "All differences", values: map[string]string{"lang": "en"}}},
		},
		{
			id: "changes", path: "/changes", title: "api.op.changes", reply: replies[apiTurns](), do: apiTurnList,
			about:    "What changed in the law and when.",
			examples: []apiExample{{name: "all", title: "All changes", values: map[string]string{"lang": "en"}}},
		},
		{
			id: "table", path: "/table.csv", title: "api.op.table", licence: licenceData, kind: "text/csv", params: []apiParam{onParam, rules}, do: apiTable,
			about:    "The verdict of every right in every situation on one day: a column for each question and each right. /data/dictionary.csv says what the words mean, /data/truth-table.csv has all days.",
			examples: []apiExample{{name: "one_day", title: "One day", values: map[string]string{"on": "2026-09-20"}}},
		},
	}
}

// currentRules stands in an example for the hash of the rules that are live.
const currentRules = "{rules}"

func needed(p apiParam) apiParam {
	p.required = true
	return p
}

func withAbout(p apiParam, about string) apiParam {
	p.about = about
	return p
}

func sourceOps() []*apiOp {
	return []*apiOp{
		{
			id: "sources", path: "/sources", title: "api.op.sources", params: []apiParam{oneOf("kind", "Only sources of this kind.", "unknown_value", fixed("law", "official", "press"))},
			reply: replies[apiSources](), do: apiSourceList,
			about:    "Laws, official statements and articles of the press that the site rests on.",
			examples: []apiExample{{name: "laws", title: "The laws", values: map[string]string{"kind": "law", "lang": "en"}}},
		},
		{
			id: "source", path: "/sources/:id", title: "api.op.source", params: []apiParam{pathParam("id", "Id of the source.")}, reply: replies[apiOneSource](), do: apiFindSource,
			about:    "One source: what it is, how much of it we saw, when we checked it.",
			examples: []apiExample{{name: "one", title: "One source", values: map[string]string{"id": firstSource, "lang": "en"}}},
		},
	}
}

// firstSource stands in an example for the first source of the register.
const firstSource = "{source}"

func placeOps() []*apiOp {
	return []*apiOp{
		{
			id: "places", path: "/places", title: "api.op.places", private: true, params: []apiParam{queryParam, limitParam}, reply: replies[apiPlaces](), do: apiFindPlaces,
			about:    "Places by name, in any of the three languages and with slips.",
			examples: []apiExample{{name: "orsha", title: "A name in Latin letters", values: map[string]string{"q": "Orsha", "limit": "2", "lang": "en"}}},
		},
		{
			id: "place", path: "/places/:id", title: "api.op.place", params: []apiParam{pathParam("id", "Id of the place.")}, reply: replies[apiPlace](), do: apiOnePlace,
			about:    "One place: which Councils are elected there, and what its page says, with sources.",
			examples: []apiExample{{name: "orsha", title: "Orsha", values: map[string]string{"id": "by-orsha", "lang": "en"}}},
		},
		{
			id: "levels", path: "/levels", title: "api.op.levels", reply: replies[apiLevels](), do: apiLevelList,
			about:    "The levels of government in both countries, and which of their elections are local.",
			examples: []apiExample{{name: "both", title: "Both countries", values: map[string]string{"lang": "en"}}},
		},
		{
			id: "search", path: "/search", title: "api.op.search", private: true, params: []apiParam{queryParam, limitParam}, reply: replies[apiHits](), do: apiSearch,
			about:    "What the search of the site finds: answers, pages and places.",
			examples: []apiExample{{name: "documents", title: "A question in words", values: map[string]string{"q": "passport", "limit": "2", "lang": "en"}}},
		},
	}
}

func listOps() []*apiOp {
	inEnglish := map[string]string{"lang": "en"}
	return []*apiOp{
		{
			id: "elections", path: "/elections", title: "api.op.elections", params: []apiParam{withAbout(readersParam, "Only elections in this country.")}, reply: replies[apiElections](), do: apiElectionList,
			about:    "The days of elections that the questionnaire offers. Days that we reckoned ourselves are marked.",
			examples: []apiExample{{name: "belarus", title: "In Belarus", values: map[string]string{"country": "by", "lang": "en"}}},
		},
		{
			id: "timeline", path: "/timeline", title: "api.op.timeline", reply: replies[apiTimeline](), do: apiEventList,
			about:    "What happened when.",
			examples: []apiExample{{name: "all", title: "All events", values: inEnglish}},
		},
		{
			id: "claims", path: "/claims", title: "api.op.claims", params: []apiParam{oneOf("verdict", "Only claims with this verdict.", "unknown_value", func(*visit) []string { return record.Verdicts() })},
			reply: replies[apiClaims](), do: apiClaimList,
			about:    "What the press wrote, and whether it is so.",
			examples: []apiExample{{name: "false", title: "What is false", values: map[string]string{"verdict": "false", "lang": "en"}}},
		},
		{
			id: "pages", path: "/pages", title: "api.op.pages", reply: replies[apiPages](), do: apiPageList,
			about:    "The pages of the site with the days on which they were changed and checked.",
			examples: []apiExample{{name: "all", title: "All pages", values: inEnglish}},
		},
		{
			id: "pageVersions", path: "/pages/:id/versions", title: "api.op.page_versions", stored: true, params: []apiParam{pathParam("id", "Id of the page.")}, reply: replies[apiVersions](), do: apiVersionList,
			about:    "The kept versions of a page in the language of the answer. Each stays at its address, byte by byte.",
			examples: []apiExample{{name: "one", title: "A page", values: map[string]string{"id": "in-russia", "lang": "en"}}},
		},
	}
}

package web

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"sync"

	"localvote/templates"
	"localvote/web/eligibility"
	"localvote/web/site"
	"localvote/web/store"
)

// current is the edition of the rules that is live.
func (v *visit) current() *site.Edition {
	return &site.Edition{Questionnaire: v.site.Questionnaire, Sources: v.site.Sources}
}

// result shows what the answers mean, on the chosen day and, if the address
// names an edition of the rules, by that edition.
func (s *Server) result(v *visit) error {
	v.noIndex()
	query := v.c.QueryParams()
	if query.Has("date") || query.Get("on") == dayToday || query.Get("on") == dayAnother {
		if d := v.dayOf(query); d.err == "" {
			return v.seeOther("/result/"+v.c.Param("code"), v.query(d.on, query.Get("rules")))
		}
	}
	edition, found, err := s.edition(v, query.Get("rules"))
	if err != nil {
		return err
	}
	v.q, v.sources = edition.Questionnaire, edition.Sources
	st, err := v.state()
	if err != nil {
		return err
	}
	if to := st.canonical(v, "/result/"); to != "" {
		return v.c.Redirect(http.StatusMovedPermanently, to)
	}
	of := resultOf{answers: st.answers, code: st.code, day: st.day, edition: edition, pinned: query.Get("rules") != "" && found}
	if found && st.day.err == "" && v.readyAs(v.usualAddress(of)) {
		return nil
	}
	if found && st.day.err == "" {
		if sent, err := v.sendResult(of); sent || err != nil {
			return err
		}
	}
	page := v.resultPage(of)
	if !found {
		page.Notice = v.l.With("compare.unknown_rules", map[string]any{"version": clean(query.Get("rules"))})
	}
	status := http.StatusOK
	if st.day.err != "" {
		status = http.StatusUnprocessableEntity
		page.Title = v.l.T("title.error_prefix") + page.Title
	}
	return v.send(status, templates.Result(page))
}

// sendResult joins a result from its parts; sent is false where it has to be drawn whole.
func (v *visit) sendResult(of resultOf) (sent bool, err error) {
	if v.shared = v.newParts(); v.shared == nil {
		return false, nil
	}
	page := v.resultPage(of)
	if v.shared != nil {
		sent, err = v.sendJoined(templates.Result(page))
	}
	v.shared = nil
	return sent, err
}

// usualAddress is the address of a result without anything that means nothing, in the
// form of our own links.
func (v *visit) usualAddress(of resultOf) string {
	rules := ""
	if of.pinned {
		rules = shortHash(of.edition.Questionnaire.Hash)
	}
	address := withQuery(v.href("/result/"+of.code), v.query(of.day.kept(), rules))
	if v.c.QueryParam(qrParam) != "" {
		address = withQuery(address, qrParam+"=yes")
	}
	return address
}

// clean keeps what may stand in the name of an edition, for repeating it.
func clean(rules string) string {
	kept := strings.Map(func(r rune) rune {
		if strings.ContainsRune("0123456789abcdefABCDEF.-", r) {
			return r
		}
		return -1
	}, rules)
	return kept[:min(len(kept), 24)]
}

// editionCache keeps a few old editions, compiled.
type editionCache struct {
	sync.Mutex
	byHash map[string]*site.Edition
}

const keptEditions = 8

// edition finds the rules that an address names; found is false if nobody knows
// them, and the current ones are given instead.
func (s *Server) edition(v *visit, rules string) (e *site.Edition, found bool, err error) {
	if rules == "" || len(rules) >= 8 && strings.HasPrefix(v.site.Questionnaire.Hash, strings.ToLower(rules)) {
		return v.current(), true, nil
	}
	if s.store == nil {
		return v.current(), false, nil
	}
	stored, err := s.store.Ruleset(s.storeTime(v.c), rules)
	switch {
	case errors.Is(err, store.ErrNotFound), errors.Is(err, store.ErrAmbiguous):
		return v.current(), false, nil
	case err != nil:
		s.storageFailed(err)
		return v.current(), false, nil
	case stored.Hash == v.site.Questionnaire.Hash:
		return v.current(), true, nil
	}
	e, err = s.editions.get(stored)
	return e, err == nil, err
}

func (c *editionCache) get(stored store.Ruleset) (*site.Edition, error) {
	c.Lock()
	defer c.Unlock()
	if e, ok := c.byHash[stored.Hash]; ok {
		return e, nil
	}
	e, err := site.Unpack(stored.Files)
	if err != nil {
		return nil, err
	}
	if c.byHash == nil || len(c.byHash) >= keptEditions {
		c.byHash = map[string]*site.Edition{}
	}
	c.byHash[stored.Hash] = e
	return e, nil
}

// count adds a completed check to the anonymous counters: the day, the language
// and the pattern of verdicts, nothing else. Browsers that send Global Privacy
// Control are not counted.
func (s *Server) count(v *visit, period int, a eligibility.Answers) {
	if s.store == nil || v.c.Request().Header.Get("Sec-GPC") == "1" {
		return
	}
	var pattern strings.Builder
	for _, set := range v.q.Verdicts(period, v.q.Assume(a)) {
		pattern.WriteByte(set.String()[0])
	}
	s.store.Count(s.keptUnder(), string(v.lang), pattern.String())
}

// Publish keeps the live edition for ever, so that results that name it can be
// computed again.
func (s *Server) Publish(ctx context.Context) error {
	if s.store == nil {
		return errors.New("no database")
	}
	current := s.live.Site()
	_, err := s.store.Publish(ctx, current.Questionnaire.Hash, s.today(), current.Questionnaire.Layout, current.Edition)
	return err
}

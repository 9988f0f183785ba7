package pipeline

import (
	"context"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"opdrift/pipeline/config"
	"opdrift/pipeline/store"
)

// TestFlowsAddUp, by hand: of the persons of a year, those who did not leave are the next
// year's on its first day, whenever they came. Person 1 is there from 2019 on, 2 comes on
// New Year's Day 2021, as grants often do, 3 in May 2021 and leaves in 2022, and 4 leaves on
// New Year's Eve 2021. Person 5's grant is from the first day of all, as a new system writes
// what it took over: that is no entry.
func TestFlowsAddUp(t *testing.T) {
	type grant struct {
		Number       int64     `col:"number"`
		Person       int64     `col:"person"`
		Municipality string    `col:"municipality"`
		Service      string    `col:"service"`
		Birth        time.Time `col:"birth_date"`
		Band         string    `col:"band"`
		Unit         string    `col:"unit"`
		First        time.Time `col:"first_day"`
		Last         time.Time `col:"last_day"`
	}
	type span struct {
		Year  int64     `col:"year"`
		First time.Time `col:"first_day"`
		Last  time.Time `col:"last_day"`
	}
	born, end := day(1980, 5, 10), day(2023, 6, 30)
	of := func(person int64, first, last time.Time) grant {
		return grant{person, person, "999", "s", born, "40-49", "hour", first, last}
	}
	ctx := context.Background()
	s, err := store.Open(ctx, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	var years []span
	for y := 2020; y <= 2022; y++ {
		years = append(years, span{int64(y), day(y, 1, 1), day(y, 12, 31)})
	}
	for _, err := range []error{
		store.Append(ctx, s, "grants", []grant{of(1, day(2019, 3, 1), end), of(2, day(2021, 1, 1), end), of(3, day(2021, 5, 1), day(2022, 4, 30)), of(4, day(2020, 2, 1), day(2021, 12, 31)), of(5, day(2020, 1, 1), end)}),
		store.Append(ctx, s, "years", years),
		s.Extract(ctx, store.Args{"as_of": end}, "flows"),
	} {
		if err != nil {
			t.Fatal(err)
		}
	}
	type sums struct {
		Year   int64 `col:"year"`
		Before int64 `col:"there_before"`
		Came   int64 `col:"came"`
		Left   int64 `col:"exits"`
	}
	got, err := store.Select[sums](ctx, s, `select year, cast(coalesce(sum(persons) filter (duration >= 0), 0) as bigint) as there_before,
		cast(coalesce(sum(persons) filter (duration = -1), 0) as bigint) as came, cast(sum(exits) as bigint) as exits from flows group by year order by year`)
	if err != nil {
		t.Fatal(err)
	}
	want := []sums{{2020, 2, 1, 0}, {2021, 3, 2, 1}, {2022, 4, 0, 1}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// TestFlowsOfARun: in Eksempelby too, each service's persons who did not leave in a year are
// those of the next one's first day.
func TestFlowsOfARun(t *testing.T) {
	cfg, err := config.Load(filepath.Join("..", "fixtures", "eksempelby"), nil, map[string]string{"publish.folder": t.TempDir()}, Allowed())
	if err != nil {
		t.Fatal(err)
	}
	ctx := context.Background()
	r, err := toPanel(ctx, cfg)
	if r != nil {
		defer r.close()
	}
	if err != nil {
		t.Fatal(err)
	}
	type step struct {
		Service string `col:"service"`
		Year    int64  `col:"year"`
		Stayed  int64  `col:"stayed"`
		There   int64  `col:"there_then"`
	}
	steps, err := store.Select[step](ctx, r.store, `
		with sums as (
			select municipality, service, year, sum(persons - exits) as stayed, coalesce(sum(persons) filter (duration >= 0), 0) as there
			from flows group by all
		)
		select a.service, a.year, cast(a.stayed as bigint) as stayed, cast(coalesce(b.there, 0) as bigint) as there_then
		from sums as a left join sums as b on b.municipality = a.municipality and b.service = a.service and b.year = a.year + 1
		where a.year < (select max(year) from flows)`)
	if err != nil {
		t.Fatal(err)
	}
	if len(steps) < 100 {
		t.Fatalf("%d services and years", len(steps))
	}
	for _, s := range steps {
		if s.Stayed != s.There {
			t.Errorf("%s: %d stayed in %d, %d were there on the next day", s.Service, s.Stayed, s.Year, s.There)
		}
	}
}

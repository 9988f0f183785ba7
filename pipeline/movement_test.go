package pipeline_test

import (
	"fmt"
	"testing"
)

// TestMovementOfRuns publishes runs of three days in one folder. One grant of 1,000 kroner
// a day goes through; from 1 May, registered on that day, there is one of 500. The year has
// 366 days, and 245 from 1 May on. With one complete year nothing is expected beside:
//
//	31 March  366 x 1,000                 = 366,000
//	30 June   366 x 1,000 + 245 x 500     = 488,500, moved by 122,500, all of it granted
//
// On 31 December the open year is the next, which no run before says anything of. A run of
// May made afterwards, back-dated, moves from March.
func TestMovementOfRuns(t *testing.T) {
	var book grantBook
	book.add("a", "p", "2023-01-01 - day 7 1000")
	book.add("a", "q", "2024-05-01 - day 7 500")
	extracts, out := book.write(t, 2023), t.TempDir()
	at := func(day string) *published {
		return runProject(t, extracts, byHand+fmt.Sprintf("as_of: %s\npublish: {folder: %q}\n", day, out))
	}
	const row = "from year_end where item = 'a' and (result, result_before, movement, movement_granted, movement_expected) is not distinct from "
	march := at("2024-03-31")
	march.atLeast(1, row+"(366000, null, null, null, null)")
	june := at("2024-06-30")
	june.atLeast(1, row+"(488500, 366000, 122500, 122500, 0)")
	june.atLeast(3, "from year_end where compared_run = $1", march.RunID)
	june.none("movement is not computed", "from coverage where subject like '%movement%'")
	again := at("2024-06-30")
	if !again.Same || again.RunID != june.RunID {
		t.Errorf("made again, the run is %s, want %s as it was", again.RunID, june.RunID)
	}
	december := at("2024-12-31")
	december.none("there is a movement into another year", "from year_end where movement is not null")
	december.atLeast(1, "from coverage where subject like '%movement%' and detail like '%"+june.RunID+" has no estimate of 2025%'")
	may := at("2024-05-31")
	may.atLeast(1, row+"(488500, 366000, 122500, 122500, 0)")
}

package main

import (
	"encoding/xml"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"opdrift/pipeline"
)

// JUnit XML as continuous-integration servers read it: a test suite for each
// extract, a test case for each rule. The form is that of the Jenkins xUnit
// plugin's junit-10.xsd, in which all that is used here stands.
type (
	junitSuites struct {
		XMLName  xml.Name     `xml:"testsuites"`
		Name     string       `xml:"name,attr"`
		Tests    int          `xml:"tests,attr"`
		Failures int          `xml:"failures,attr"`
		Suites   []junitSuite `xml:"testsuite"`
	}
	junitSuite struct {
		Name     string      `xml:"name,attr"`
		Tests    int         `xml:"tests,attr"`
		Failures int         `xml:"failures,attr"`
		Cases    []junitCase `xml:"testcase"`
	}
	junitCase struct {
		Name    string        `xml:"name,attr"`
		Class   string        `xml:"classname,attr"`
		Failure *junitFailure `xml:"failure"`
		Out     string        `xml:"system-out,omitempty"`
	}
	junitFailure struct {
		Message string `xml:"message,attr"`
		Type    string `xml:"type,attr"`
		Text    string `xml:",chardata"`
	}
)

// writeJUnit writes a validation to a file, which appears whole or not at all.
// Without a name it does nothing.
func writeJUnit(file string, v pipeline.Validation, fault error) error {
	if file == "" {
		return nil
	}
	text, err := xml.MarshalIndent(junit(v, fault), "", "  ")
	if err != nil {
		return err
	}
	next, err := os.CreateTemp(filepath.Dir(file), ".opdrift-")
	if errors.Is(err, os.ErrNotExist) {
		return usagef("--junit %s: there is no folder %s: make it first", file, filepath.Dir(file))
	}
	if err != nil {
		return err
	}
	_, err = next.WriteString(xml.Header + string(text) + "\n")
	if err = errors.Join(err, next.Sync(), next.Close()); err == nil {
		err = os.Rename(next.Name(), file)
	}
	if err != nil {
		return errors.Join(err, os.Remove(next.Name()))
	}
	return nil
}

// junit lists the rules by extract, in the order of the contracts; last, as a suite
// of its own, whether a run would go on.
func junit(v pipeline.Validation, fault error) junitSuites {
	all := junitSuites{Name: "opdrift validate"}
	for _, e := range v.Extracts {
		suite := junitSuite{Name: e.Name}
		for _, rules := range [][]pipeline.RuleState{v.Rules, v.Held} {
			for _, r := range rules {
				if r.Extract == e.Name {
					suite.add(ruleCase(r))
				}
			}
		}
		if len(suite.Cases) > 0 {
			all.add(suite)
		}
	}
	goesOn := junitCase{Name: "a run would go on", Class: "run"}
	if fault != nil {
		line, _, _ := strings.Cut(fault.Error(), "\n")
		goesOn.Failure = &junitFailure{Message: line, Type: "stops", Text: fault.Error()}
	}
	suite := junitSuite{Name: "run"}
	suite.add(goesOn)
	all.add(suite)
	return all
}

func (s *junitSuite) add(c junitCase) {
	s.Cases = append(s.Cases, c)
	s.Tests++
	if c.Failure != nil {
		s.Failures++
	}
}

func (s *junitSuites) add(suite junitSuite) {
	s.Suites = append(s.Suites, suite)
	s.Tests += suite.Tests
	s.Failures += suite.Failures
}

func ruleCase(r pipeline.RuleState) junitCase {
	c := junitCase{Name: r.Rule, Class: r.Extract}
	if r.Verdict == "passed" {
		return c
	}
	if r.Verdict == "moved" {
		c.Out = r.Text
		return c
	}
	found := fmt.Sprintf("%s: %d of %d rows, %s in all: %s", r.Verdict, r.Rows, r.Total, r.Amount, r.Text)
	if r.Severity == "error" {
		c.Failure = &junitFailure{Message: r.Text, Type: r.Verdict, Text: found}
	} else {
		c.Out = found
	}
	return c
}

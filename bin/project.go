package main

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"github.com/urfave/cli/v2"

	"opdrift/pipeline"
	"opdrift/pipeline/config"
)

// projectFlag stands on every command.
func projectFlag() cli.Flag {
	return &cli.StringFlag{Name: "project", Aliases: []string{"p"}, Value: ".", Usage: "the project's folder `DIR`, which holds " + config.File}
}

// flags are a command's own flags with those of every command after them.
func flags(own ...cli.Flag) []cli.Flag {
	return append(append(own, projectFlag()), logging()...)
}

// ownEnv are the variables that stand for flags and are no settings.
var ownEnv = []string{"OPDRIFT_PROJECT", "OPDRIFT_LOG_FORMAT", "OPDRIFT_LOG_LEVEL", keyFileEnv}

// option is the value of a flag, or of its variable, or its default.
func (p *program) option(c *cli.Context, name string) string {
	if !c.IsSet(name) {
		if v := p.getenv("OPDRIFT_" + strings.ToUpper(strings.ReplaceAll(name, "-", "_"))); v != "" {
			return v
		}
	}
	return c.String(name)
}

// getenv returns a variable. The last of two wins, as in a shell.
func (p *program) getenv(name string) string {
	for _, e := range slices.Backward(p.env) {
		if value, ok := strings.CutPrefix(e, name+"="); ok {
			return value
		}
	}
	return ""
}

// settingFlags are the flags that stand for a setting of opdrift.yaml.
var settingFlags = map[string]string{
	"as-of": "as_of", "seed": "seed", "engine": "engine.name", "scenario": "scenarios",
	"horizon": "horizon", "model": "forecast.models",
}

// project reads the configuration: flag, then environment, then file, then
// default.
func (p *program) project(c *cli.Context) (config.Config, error) {
	values := map[string]string{}
	for flag, path := range settingFlags {
		if !c.IsSet(flag) {
			continue
		}
		values[path] = c.String(flag)
		if flag == "scenario" {
			list, err := scenarioList(c.StringSlice(flag))
			if err != nil {
				return config.Config{}, err
			}
			values[path] = list
		}
	}
	cfg, err := config.Load(p.option(c, "project"), p.env, values, allowed())
	if err == nil && cfg.Engine.Name != "duckdb" {
		err = usagef("engine.name is %s (%s): this version reads extracts with duckdb only; take the setting away", cfg.Engine.Name, cfg.Origin("engine.name"))
	}
	return cfg, err
}

// engineProject is project for a command that starts the engine on extracts.
func (p *program) engineProject(c *cli.Context) (config.Config, error) {
	cfg, err := p.project(c)
	set, machine := cfg.Engine.MemoryLimit, machineMemory("/")
	cfg.Engine.MemoryLimit, cfg.Engine.RunMemory = memoryLimit(set, machine), runMemory(set, machine)
	return cfg, err
}

// scenarioList writes --scenario as the setting wants it. A file is named from
// where the user stands, a setting from the project's folder.
func scenarioList(given []string) (string, error) {
	for i, s := range given {
		if strings.Contains(s, ",") {
			return "", usagef("--scenario is %q: want one name or file; give the flag again for another", s)
		}
		if _, file := config.ScenarioName(s); file {
			absolute, err := filepath.Abs(s)
			if err != nil {
				return "", fmt.Errorf("--scenario %s: %w", s, err)
			}
			given[i] = absolute
		}
	}
	return strings.Join(given, ","), nil
}

// allowed are the names that a configuration may use.
func allowed() config.Allowed {
	a := pipeline.Allowed()
	a.Env = ownEnv
	return a
}

#!/bin/sh
# A list of companies through the rulebook. Run: sh examples/06-score.sh [OUTPUT FOLDER]
set -eu
here=$(dirname "$0")
out=${1:-.}

# 1. What would each column be read as? Nothing is scored; the mapping can be edited and used.
huiqi score "$here/companies.csv" --write-map "$out/map.yaml"

# 2. One row a company, for people; what could not be used is listed beside it, with reasons.
huiqi score "$here/companies.csv" --map "$out/map.yaml" -o "$out/scored.xlsx"

# 3. For programs: a column of true, false or empty for each programme, and a row for each company
#    and programme with its reasons.
huiqi score "$here/companies.csv" -o "$out/scored.parquet" --details "$out/details.csv"

# 4. Only what matters now, with an exit code that tells whether everything could be used.
huiqi score "$here/companies.csv" -o "$out/national.csv" --programmes cn-hnte \
  --programmes cn-tech-sme --strict || echo "some rows or cells could not be used: see national.rejects.csv"

#!/usr/bin/env bash
# Compiles the papers and tables of stored runs with pdflatex, and fails for an overfull box or a float that is too high.
#
# usage: scripts/paper_check.sh COMMAND RUN...
# Of each run: the paper in one and two columns, and the bare table with one to four scores, every extent of notes, aligned by
# siunitx and not, in one- and two-column articles. Skipped with the reason where TeX is missing.
set -euo pipefail

for tool in pdflatex bibtex kpsewhich; do
  command -v "$tool" > /dev/null || { echo "skipped: $tool is not installed (texlive-latex-recommended)"; exit 0; }
done
kpsewhich siunitx.sty > /dev/null || { echo "skipped: siunitx is not installed (texlive-science)"; exit 0; }

fusebench=$(realpath "$1")
shift
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failures=0 documents=0

# check NAME FOLDER: compiles FOLDER/main.tex and reads its log
check() {
  local log="$2/main.log"
  documents=$((documents + 1))
  if ! (cd "$2" && pdflatex -interaction=nonstopmode -halt-on-error main > /dev/null); then
    echo "$1: does not compile"
    grep -A 3 '^!' "$log" || true
    failures=$((failures + 1))
  elif grep -q -e '^Overfull' -e 'Float too large' "$log"; then
    echo "$1: $(grep -m 1 -e '^Overfull' -e 'Float too large' "$log")"
    failures=$((failures + 1))
  fi
}

for run in "$@"; do
  for columns in 1 2; do
    class=$([ "$columns" = 2 ] && echo twocolumn || echo onecolumn)
    for siunitx in '' --siunitx; do
      folder="$work/paper"
      rm -rf "$folder"
      "$fusebench" paper "$run" --columns "$columns" $siunitx --out "$folder" --quiet > /dev/null
      (cd "$folder" && pdflatex -interaction=nonstopmode main > /dev/null && bibtex main > /dev/null) || true
      check "$run, paper, $columns columns $siunitx" "$folder"

      scores=$("$fusebench" table "$run" --format csv --quiet | awk -F, '
        NR == 1 { for (i = 1; i <= NF; i++) if ($i == "score") column = i; next }
        !seen[$column]++ && $column !~ /^(clusters|% noise)$/ { print $column }' | head -4)
      for count in $(seq "$(wc -l <<< "$scores")"); do
        chosen=$(head -n "$count" <<< "$scores" | paste -sd,)
        for notes in off short full; do
          folder="$work/table"
          mkdir -p "$folder"
          "$fusebench" table "$run" --scores "$chosen" --notes "$notes" --columns "$columns" $siunitx \
            --out "$folder/table.tex" --quiet > /dev/null
          printf '%s\n' "\\documentclass[$class,a4paper]{article}" '\usepackage[T1]{fontenc}' '\usepackage{lmodern}' \
            '\usepackage{booktabs,siunitx}' '\sloppy' '\emergencystretch=3em' '\begin{document}' '\input{table}' \
            '\end{document}' > "$folder/main.tex"
          check "$run, table of $chosen, notes $notes, $columns columns $siunitx" "$folder"
        done
      done
    done
  done
done
echo "$documents documents compiled, $failures with a fault"
[ "$failures" = 0 ]

import Core

/// The reason why a baseline could not be used or made, or a run not be held against it.
package struct BaselineError: ExplainedError, Equatable {
  package enum Reason: Sendable, Equatable {
    /// There is no such file; `known` are the baselines that lie where it was looked for.
    case missing(path: String, known: [String])
    /// The file is not what fusebench writes, or was changed.
    case malformed(path: String, detail: String)
    case newerSchema(path: String, found: Int, known: Int)
    /// A baseline of this name is there already.
    case exists(path: String)
    /// The run is not whole: so many of its trials are missing.
    case unfinishedRun(path: String, missing: Int, trials: Int)
    /// The table of published numbers holds what no baseline can.
    case badTable(path: String, detail: String)
    /// Labels of the table name no method, of so many rows.
    case unmapped(path: String, labels: [String], of: Int)
    /// Labels to be mapped that the table does not have; `known` are those that it has.
    case mapsNothing(path: String, labels: [String], known: [String])
    /// There is nothing to find in a table of one number.
    case nothingPublished(path: String, detail: String)
    /// The run and the baseline are of different items.
    case otherItems(baseline: String, run: Int, recorded: Int)
    /// As many items, but with other labels or in another order.
    case otherLabels(baseline: String, run: Labels, recorded: Labels)
    /// The same items by number and labels, whose ids have other names or another order.
    case otherOrder(baseline: String, run: String, recorded: String)
    /// The scores against labels count noise by different rules.
    case otherNoise(baseline: String, run: NoiseRule, recorded: NoiseRule)
    /// No clusterer and space of the baseline is in the run.
    case nothingInCommon(baseline: String, run: [String], recorded: [String])
    /// The score that is asked for is not in both.
    case noScore(baseline: String, score: String, run: [String], recorded: [String])
    /// No score has a value on both sides in any cell; `undefined` says where and why, `others` are scores that both have.
    case nothingComparable(baseline: String, scores: [String], undefined: [String], others: [String])
    /// Cells of the baseline that the run lacks, and scores of others, such as `kappa of kmeans on text`, that it lost.
    case missingCells(baseline: String, cells: [String], of: Int, lost: [String] = [])
  }

  /// The identity of a dataset's labels.
  package struct Labels: Sendable, Equatable {
    /// Nil without labels.
    package var name: String?
    package var classes: Int
    package var labelled: Int
    package var checksum: String?

    package init(name: String?, classes: Int, labelled: Int, checksum: String?) {
      self.name = name
      self.classes = classes
      self.labelled = labelled
      self.checksum = checksum
    }

    /// Words for a sentence: `the labels kind (240 labels of 3 classes, checksum …)`, or `no labels`.
    var text: String {
      guard let name, let checksum else { return "no labels" }
      return
        "the labels \(name) (\(counted(labelled, "label")) of \(counted(classes, "class", plural: "classes")), checksum \(checksum))"
    }
  }

  package let reason: Reason

  package init(_ reason: Reason) { self.reason = reason }

  /// True where there is no such baseline, which has an exit code of its own.
  package var isMissing: Bool { if case .missing = reason { true } else { false } }
}

extension BaselineError {
  /// The way to one order of the items, whatever the order of the rows in the files.
  private static let sameOrder =
    "both need the same items in the same order: that of dataset: { ids: … } in the experiment where it is given, else "
    + "that of the first feature set"

  package var failure: String {
    switch reason {
    case .missing(let path, _), .malformed(let path, _), .newerSchema(let path, _, _):
      "cannot read the baseline \(path)"
    case .exists(let path): "cannot write the baseline \(path)"
    case .unfinishedRun(let path, _, _): "cannot make a baseline of \(path)"
    case .badTable(let path, _): "cannot make a baseline of \(path)"
    case .unmapped(let path, _, _), .mapsNothing(let path, _, _): "cannot read the methods of \(path)"
    case .nothingPublished(let path, _): "cannot compare the methods of \(path)"
    case .otherItems(let baseline, _, _), .otherLabels(let baseline, _, _), .otherOrder(let baseline, _, _),
      .otherNoise(let baseline, _, _), .nothingInCommon(let baseline, _, _),
      .noScore(let baseline, _, _, _), .nothingComparable(let baseline, _, _, _):
      "cannot compare the run with the baseline \(baseline)"
    case .missingCells(let baseline, let cells, _, let lost):
      "the run lacks "
        + [(cells, "method"), (lost, "score")].filter { !$0.0.isEmpty }.map { counted($0.0.count, $0.1) }
        .joined(separator: " and ") + " of the baseline \(baseline)"
    }
  }

  package var cause: String {
    switch reason {
    case .missing: "there is no such file"
    case .malformed(_, let detail), .badTable(_, let detail), .nothingPublished(_, let detail): detail
    case .unmapped(_, let labels, let rows):
      "\(counted(labels.count, "label")) of \(counted(rows, "row")) \(labels.count == 1 ? "names" : "name") no method that is "
        + "known: \(list(labels, limit: labels.count))"
    case .mapsNothing(_, let labels, let known):
      known.isEmpty
        ? "its columns clusterer and space name the methods, and --map is for labels: \(list(labels))"
        : "no row has the label \(list(labels)); the table has \(list(known))"
    case .newerSchema(_, let found, let known): "it has schema \(found), this fusebench reads up to schema \(known)"
    case .exists: "a baseline of this name exists already, with other contents"
    case .unfinishedRun(_, let missing, let trials):
      "\(missing.grouped) of \(counted(trials, "trial")) \(missing == 1 ? "is" : "are") missing: the run was stopped"
    case .otherItems(_, let run, let recorded):
      "the run has \(counted(run, "item")), the baseline \(recorded.grouped)"
    case .otherLabels(_, let run, let recorded):
      "the items of the run have \(run.text), those of the baseline \(recorded.text)"
    case .otherOrder(_, let run, let recorded):
      "the ids of the run's items have the checksum \(run), those of the baseline \(recorded)"
    case .otherNoise(_, let run, let recorded):
      "scores against labels count noise in two ways: noise: \(run.rawValue) in the run, noise: \(recorded.rawValue) in the "
        + "baseline"
    case .nothingInCommon(_, let run, let recorded):
      "the run has \(list(run, limit: 4)); the baseline has \(list(recorded, limit: 4))"
    case .noScore(_, let score, let run, let recorded):
      "\(score) is not in both: the run has \(list(run)), the baseline \(list(recorded))"
    case .nothingComparable(_, let scores, let undefined, _):
      "0 cells have a value of \(list(scores)) on both sides: \(undefined.joined(separator: "; "))"
    case .missingCells(_, let cells, let all, let lost):
      [
        cells.isEmpty ? nil : "\(cells.count) of \(all) have no trial in the run: \(list(cells, limit: 6))",
        lost.isEmpty ? nil : "undefined or not comparable in the run: \(list(lost, limit: 6))",
      ].compactMap(\.self).joined(separator: "; ")
    }
  }

  package var hint: String {
    switch reason {
    case .missing(let path, let known) where !known.isEmpty:
      (Nearest.of(path, in: known).map { "did you mean \($0)? " } ?? "")
        + "there are \(list(known)); or record one: fusebench baseline RUN"
    case .missing: "record one with `fusebench baseline RUN`, or correct the path"
    case .malformed:
      "restore the file from version control, or record it again: `fusebench baseline RUN --force`, of published numbers "
        + "`--from-table TABLE`"
    case .newerSchema: "use the fusebench that wrote it, or a later one"
    case .exists: "give --force to replace it, or another --name or --out"
    case .unfinishedRun: "finish the run first: run the same command again"
    case .badTable:
      "it needs the columns clusterer, space, score and value, with sd, n and seed where they are known; or a column Method and one "
        + "of each score, such as Cohen Kappa Score"
    case .unmapped(_, let labels, _):
      "name the method of each: " + shellOption("--map", "\(labels.first ?? "LABEL")=CLUSTERER/SPACE")
        + ", such as kmeans/concatenation"
    case .mapsNothing(_, let labels, let known) where !known.isEmpty:
      (labels.first.flatMap { Nearest.of($0, in: known) }.map { "did you mean \($0)? " } ?? "")
        + "give the label as the table has it, with several columns of names joined by a blank"
    case .mapsNothing: "leave --map out, or correct the names in the table"
    case .nothingPublished: "give a table with two methods or more that have values of one score"
    case .otherItems: "run the experiment on the baseline's dataset, or record a new baseline: fusebench baseline RUN"
    case .otherLabels:
      Self.sameOrder
        + "; both need the same labels, too; for other labels record a new baseline: fusebench baseline RUN"
    case .otherOrder:
      Self.sameOrder + "; for other items record a new baseline: fusebench baseline RUN"
    case .otherNoise(_, _, let recorded):
      "run the experiment with --noise \(recorded.rawValue) into the same folder, which scores anew and clusters nothing again, or "
        + "judge by a score without labels, such as --score silhouette"
    case .nothingInCommon:
      "give the spaces and clusterers of both the same names (of a table by --map), or record a new baseline"
    case .noScore: "name a score that both have with --score"
    case .nothingComparable(_, _, _, let others) where !others.isEmpty:
      "name a score with a value on both sides with --score, such as \(others[0])"
    case .nothingComparable: "correct the run, or record a new baseline: fusebench baseline RUN --force"
    case .missingCells(_, let cells, _, _) where cells.isEmpty:
      "correct the run, judge by another score with --score, record a new baseline, or give --allow-missing"
    case .missingCells: "run them too, record a new baseline, or give --allow-missing"
    }
  }
}

import Core
import Results

/// The methods of a run in words: every choice with the value that the run recorded, so that a reader could repeat it.
///
/// Papers are cited as `[@lloyd1982]`, as Pandoc writes it.
package struct MethodsText: Sendable, Equatable {
  package struct Paragraph: Sendable, Equatable {
    package let title: String
    package var sentences: [String]
  }

  package let paragraphs: [Paragraph]
  /// The keys of the papers, each once, in the order of the text.
  package let citations: [String]

  /// - Throws: `ResultsError` when stored files cannot be read.
  package init(of stored: StoredRun) throws {
    let record = stored.record
    let statistics = try stored.statistics
    let maps = try stored.plan.spaces.compactMap { try stored.map(of: $0)?.record }
    paragraphs = [
      Paragraph(title: "Data", sentences: Self.data(record)),
      Paragraph(title: "Features", sentences: Self.features(record)),
      Paragraph(title: "Spaces", sentences: Self.spaces(record)),
      Paragraph(title: "Clusterers", sentences: Self.clusterers(record)),
      Paragraph(title: "Seeds", sentences: Self.seeds(record)),
      Paragraph(title: "Scores", sentences: Self.scores(record)),
      Paragraph(title: "Statistics", sentences: statistics.map { Self.statistics($0, record) } ?? []),
      Paragraph(title: "Sweeps", sentences: Self.sweeps(record)),
      Paragraph(title: "Maps", sentences: Self.maps(maps)),
      Paragraph(title: "Further settings", sentences: Self.others(record)),
      Paragraph(title: "Notes of the run", sentences: try SummaryTable(of: stored).footnotes.map(Self.sentence)),
      Paragraph(title: "Software and inputs", sentences: Self.software(record)),
    ].filter { !$0.sentences.isEmpty }
    let text = paragraphs.flatMap(\.sentences).joined(separator: " ")
    citations = text.matches(of: /\[@([^\]]+)\]/).flatMap { $0.1.split(separator: "; @").map(String.init) }.uniqued
  }

  /// The text in Markdown.
  package func markdown(title: String) -> String {
    "# Methods of \(title)\n"
      + paragraphs.map { "\n## \($0.title)\n\n\($0.sentences.map { "- \($0.onOneLine)\n" }.joined())" }.joined()
  }

  /// The text in LaTeX, with citations of BibTeX, and places to break in long words.
  package var latex: String {
    paragraphs.map { paragraph in
      "\\paragraph{\(paragraph.title).} \(paragraph.sentences.map(Self.latex).joined(separator: "\n"))\n"
    }.joined(separator: "\n")
  }

  private static func latex(_ sentence: String) -> String {
    var (result, rest) = ("", sentence[...])
    while let citation = rest.firstMatch(of: #/ ?\[@([^\]]+)\]/#) {
      result += PaperReport.latex(String(rest[..<citation.range.lowerBound]))
      result += "~\\cite{\(citation.1.replacing("; @", with: ","))}"
      rest = rest[citation.range.upperBound...]
    }
    return result + PaperReport.latex(String(rest))
  }

  // MARK: - Paragraphs

  private static func data(_ record: RunRecord) -> [String] {
    let left = record.dataset.leftOut.map { " (\(counted($0, "item")) left out)" } ?? ""
    var sentences = ["The run \(record.name) has \(counted(record.dataset.items, "item"))\(left)."]
    if let order = record.items { sentences.append("The order of the items is that of \(order.definedBy).") }
    sentences += record.dataset.labelSets.map { set in
      let unlabelled = set.unlabelled > 0 ? "; \(counted(set.unlabelled, "item")) without a class" : ""
      return "The label set \(set.name) has \(counted(set.classes.count, "class", plural: "classes"))\(unlabelled)."
    }
    let truths = record.truths ?? record.dataset.labelSets.prefix(1).map(\.name)
    if truths.isEmpty {
      sentences.append("No labels were used.")
    } else {
      sentences.append("Scores against labels use \(truths.joined(separator: ", ")).")
    }
    if let settings = record.experiment["dataset"] { sentences.append("Dataset: \(words(settings)).") }
    return sentences
  }

  private static func features(_ record: RunRecord) -> [String] {
    members(record.experiment["features"]).map { name, settings in
      let audit = record.features[name]
      let shape = ["rows", "columns"].compactMap { key in audit?[key].map { "\(words($0)) \(key)" } }
      let type = audit?["storedType"].map { ["stored as \(words($0))"] } ?? []
      return "Feature set \(name): \((shape + type + [words(settings)]).joined(separator: "; "))."
    }
      + members(record.experiment["references"]).map { "Reference \($0): \(words($1))." }
  }

  private static func spaces(_ record: RunRecord) -> [String] {
    entries(record.experiment["spaces"]).map { kind, name, settings in
      let facts = record.facts(of: name)
      let columns = record.spaces[name]?["columns"].map { "; \(words($0)) columns" } ?? ""
      guard let settings else { return "Space \(name): the feature set as it is\(columns)." }
      let cited = facts.steps.flatMap { Bibliography.keys(of: $0) ?? [] }.uniqued
      let seeds = facts.isStochastic ? "; made anew under each seed" : ""
      return "Space \(name): \(kind)\(citation(cited)) with \(words(settings))\(columns)\(seeds)."
    }
  }

  private static func clusterers(_ record: RunRecord) -> [String] {
    entries(record.experiment["clusterers"]).map { kind, name, settings in
      let on = record.plan.on?[name].map { "; on \($0.joined(separator: ", "))" } ?? ""
      let cited = citation(Bibliography.keys(of: kind) ?? [])
      return "Clusterer \(name): \(kind)\(cited) with \(settings.map(words) ?? "its defaults")\(on)."
    } + ["A parameter that is not named is left to the data or follows another one, as the methods' reference states."]
  }

  private static func seeds(_ record: RunRecord) -> [String] {
    let plan = record.plan
    var sentences = ["Seeds: \(plan.seeds.map(String.init).joined(separator: ", "))."]
    let fixed = (plan.deterministic ?? []).map(\.text)
    if !fixed.isEmpty { sentences.append("No seed changes \(fixed.joined(separator: ", ")), which ran once.") }
    for gap in record.gapNotes { sentences.append(sentence(gap)) }
    return sentences
  }

  private static func scores(_ record: RunRecord) -> [String] {
    record.plan.scores.map { name in
      "\(name)\(citation(Bibliography.keys(of: name) ?? []))\(record.score(name).meaning.map { ": \($0)" } ?? "")."
    } + (record.noise.map { ["Noise in scores against labels: \($0.rawValue)."] } ?? [])
  }

  private static func statistics(_ statistics: StatisticsRecord, _ record: RunRecord) -> [String] {
    let level = "\(Int((statistics.level * 100).rounded())) %"
    var sentences: [String] = []
    if record.plan.seeds.count > 1, record.plan.hasSeeds {
      sentences.append("± is the sample standard deviation over the seeds.")
    }
    if statistics.cells.contains(where: { $0.interval != nil }) {
      let items = statistics.items.map { "\(counted($0, "item"))" }
      let draws = statistics.replicates.map { "\($0.grouped) resamples of the items" }
      let basis = [items, draws].compactMap(\.self).joined(separator: ", ")
      sentences.append("Intervals are of \(level)\(basis.isEmpty ? "" : " (\(basis))").")
    }
    if !statistics.pairs.isEmpty {
      let tests = statistics.pairs.map(\.test).uniqued.joined(separator: ", ")
      let count = statistics.pairs.count
      sentences.append(
        "Methods are compared in pairs by permutation tests (\(tests)) with Holm's correction [@holm1979] over all pairs of a "
          + "score; \(counted(count, "test")).")
    }
    if statistics.agreements?.isEmpty == false {
      sentences.append("The agreement of seeds is compared by the jackknife over the seeds [@arvesen1969].")
    }
    if let resamples = statistics.stability.compactMap(\.resamples).first {
      sentences.append(
        "The stability of clusters is the mean Jaccard index [@hennig2007] over \(counted(resamples.refits, "refit")) on "
          + "\(resamples.rows.grouped) drawn rows.")
    }
    return sentences
  }

  private static func sweeps(_ record: RunRecord) -> [String] {
    guard let sweeps = record.experiment["sweeps"] else { return [] }
    let gap = words(sweeps).contains("gap") ? citation(["tibshirani2001"]) : ""
    guard case .array(let entries) = sweeps else {
      return members(sweeps).map { "Sweep of \($0)\(gap): \(words($1))." }
    }
    return entries.map { "Sweep\(gap): \(words($0))." }
  }

  private static func maps(_ maps: [EmbeddingRecord]) -> [String] {
    maps.map { map in
      "Map of \(map.space): \(map.title)\(citation(Bibliography.keys(of: map.method) ?? [])) with \(words(map.parameters)); "
        + "seed \(map.seed)."
    }
  }

  /// The settings that no other paragraph has.
  private static func others(_ record: RunRecord) -> [String] {
    let told: Set = [
      "name", "dataset", "features", "references", "spaces", "clusterers", "seeds", "scores", "sweeps", "figures",
      "table",
      "maps", "tsne",
    ]
    return members(record.experiment).filter { !told.contains($0.0) }.map { name, value in
      let method =
        if case .string(let text)? = value["method"] { Bibliography.keys(of: text) ?? [] } else { [String]() }
      return "\(name)\(citation(method)): \(words(value))."
    }
  }

  private static func software(_ record: RunRecord) -> [String] {
    let platform = record.platform
    let vectors = platform.vectorBits.map { ", vectors of \($0) bits" } ?? ""
    return [
      "fusebench \(record.version), built with Swift \(platform.swift), OpenBLAS kernels \(platform.blas)\(vectors); "
        + "\(platform.system), \(platform.processor), \(counted(platform.cores, "core")).",
      "The same seeds and inputs give the same labels for any number of threads.",
    ] + record.inputs.map { "Input \($0.path): \(counted($0.bytes, "byte")), SHA-256 \($0.sha256)." }
  }

  // MARK: - Words

  private static func sentence(_ note: String) -> String {
    note.hasSuffix(".") ? note : note + "."
  }

  private static func citation(_ keys: [String]) -> String {
    keys.isEmpty ? "" : " [\(keys.map { "@" + $0 }.joined(separator: "; "))]"
  }

  private static func members(_ value: JSONValue?) -> [(String, JSONValue)] {
    guard case .object(let members)? = value else { return [] }
    return members.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
  }

  /// The methods of a list: each with its kind, its name and its settings; nil for a name alone.
  private static func entries(_ value: JSONValue?) -> [(kind: String, name: String, settings: JSONValue?)] {
    guard case .array(let entries)? = value else { return [] }
    return entries.compactMap { entry in
      if case .string(let name) = entry { return (name, name, nil) }
      guard let (kind, settings) = members(entry).first, case .object(var options) = settings else { return nil }
      let name = if case .string(let text)? = options["name"] { text } else { kind }
      options["name"] = nil
      return (kind, name, .object(options))
    }
  }

  /// A value in words, such as `k = 9, metric = euclidean`.
  private static func words(_ value: JSONValue) -> String {
    switch value {
    case .null: "none"
    case .boolean(let value): value ? "yes" : "no"
    case .integer(let value): String(value)
    case .number(let value): "\(value)"
    case .string(let text): text
    case .array(let values):
      "["
        + values.map { value in
          if case .object = value { "(\(words(value)))" } else { words(value) }
        }.joined(separator: ", ") + "]"
    case .object(let members):
      members.isEmpty
        ? "defaults"
        : members.sorted { $0.key < $1.key }.map { name, value in
          if case .object = value { "\(name) (\(words(value)))" } else { "\(name) = \(words(value))" }
        }.joined(separator: ", ")
    }
  }
}

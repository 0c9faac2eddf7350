import ArgumentParser
import Core
import Experiments
import Foundation
import Matrices
import Report
import Results
import Stages

/// The way from the options to an experiment.
extension RunOptions {
  /// True where an option names an input of the comparison.
  var hasInputs: Bool { visual != nil || text != nil || images != nil || !features.isEmpty }

  /// The given options that an experiment file would hold.
  var parts: [String] {
    let inputs = Self.names([
      ("--visual", visual != nil), ("--text", text != nil), ("--features", !features.isEmpty),
      ("--references", !references.isEmpty), ("--images", images != nil), ("--labels", !labels.isEmpty),
      ("--minus-one", minusOne != nil), ("--classes", classes != nil), ("--captions", captions != nil),
      ("--nan", nan != nil),
    ])
    let methods = Self.names([
      ("-k", clusters != nil), ("--space", !space.isEmpty), ("--clusterer", !clusterer.isEmpty),
      ("--metric", metric != nil), ("--covariance", covariance != nil),
    ])
    return inputs + reading.given + tables.given + methods
  }

  /// The given options but for `--out`, `--threads` and `--quiet`.
  var given: [String] {
    parts
      + Self.names([
        ("--truth", truth != nil), ("--rows", rows != nil), ("--missing", missing != nil), ("--noise", noise != nil),
        ("--scores", scores != nil), ("--seeds", seeds != nil), ("--seed", seed != nil), ("--figures", figures != nil),
        ("--sweep", !sweep.isEmpty), ("--attribution", attribution != nil), ("--caption", caption != nil),
        ("--label", label != nil), ("--fresh", fresh),
        ("--dry-run", dryRun),
      ])
  }

  private static func names(_ options: [(name: String, isGiven: Bool)]) -> [String] {
    options.filter(\.isGiven).map(\.name)
  }

  /// The experiment of the file or of the options; seeds, scores and figures may be given for both.
  func experiment(file: String?) throws -> Experiment {
    var experiment = try file.map { try ExperimentFile.read($0, vocabulary: vocabulary) } ?? fromOptions()
    if seeds != nil || seed != nil {
      let count = seeds ?? experiment.seeds.count
      experiment.seeds = (0..<UInt64(count)).map { UInt64(seed ?? 0) + $0 }
    }
    if let scores { experiment.scores = try OptionList.words(scores, of: ScoreNames.all, what: "--scores") }
    if let figures {
      experiment.figures = try OptionList.figures(figures).map(\.rawValue)
    }
    if let truth { experiment.truth = truth }
    if let rows { experiment.rows = try Self.range(rows) }
    experiment.missing = missing ?? experiment.missing
    experiment.noise = noise ?? experiment.noise
    let swept = try SweepOption.add(sweep, to: &experiment)
    // A figure of what is swept by option is drawn, too, unless --figures leaves it out.
    if figures == nil { experiment.figures += swept.filter { !experiment.figures.contains($0) } }
    if let attribution {
      experiment.attribution = try Self.attribution(attribution, in: experiment)
      let figure = FigureKind.attribution.rawValue
      if figures == nil, !experiment.figures.contains(figure) { experiment.figures.append(figure) }
    }
    experiment.table.caption = caption ?? experiment.table.caption
    experiment.table.label = label ?? experiment.table.label
    return experiment
  }

  /// All fused spaces, or some of them.
  private static func attribution(_ text: String, in experiment: Experiment) throws -> Experiment.Attribution {
    let known = experiment.attributableSpaces.map(\.name)
    guard text != "all" || known.contains("all") else { return .all }
    return .spaces(try OptionList.words(text, of: known, what: "--attribution"))
  }

  /// The scores, figures and methods that there are.
  private var vocabulary: Experiment.Vocabulary { .standard }

  private func fromOptions() throws -> Experiment {
    let others = try features.map { try feature($0) }
    let named = try references.map(ReferenceOption.init)
    let reading = try tables.reading(
      features: [visual, text].compactMap(\.self) + others.map(\.file) + named.map(\.file),
      labels + [captions].compactMap(\.self) + named.compactMap(\.names))
    var experiment = Experiment(
      name: runName, visual: visual, text: text, others: others, images: try imageSource(),
      labels: labelSources(reading), k: clusters, figures: FigureKind.allCases.map(\.rawValue))
    experiment.features = experiment.features.map {
      FileSpecification($0.file).feature(named: $0.name, reading)
    }
    experiment.references = named.map { $0.reference(reading) }
    // The parameters that each --clusterer sets itself.
    var own: [String: Set<String>] = [:]
    if !clusterer.isEmpty {
      let given = try Experiment.clusterers(
        ofOptions: clusterer, references: named.map(\.name), vocabulary: vocabulary)
      experiment.clusterers = given.map(\.clusterer)
      own = Dictionary(uniqueKeysWithValues: given.map { ($0.clusterer.name, $0.parameters) })
      if let clusters { try set("k", to: .integer(clusters), in: &experiment, unlessIn: own) }
    }
    if !space.isEmpty {
      experiment.spaces = try Experiment.spaces(
        ofOptions: space, features: experiment.features.map(\.name), references: named.map(\.name),
        hasImages: images != nil, vocabulary: vocabulary)
    }
    if let covariance {
      try set("covariance", to: .text(covariance), in: &experiment, unlessIn: own)
    }
    for index in experiment.dataset.labels.indices {
      experiment.dataset.labels[index].minusOne = minusOne ?? .automatic
    }
    experiment.dataset.captions = captions.map { FileSpecification($0).column(reading) }
    if let metric {
      try set("metric", to: .text(metric), in: &experiment, unlessIn: own)
    }
    if let nan {
      let policy: Experiment.Feature.Undefined = try choice(nan, what: "--nan")
      for index in experiment.features.indices { experiment.features[index].undefined = policy }
      for index in experiment.references.indices { experiment.references[index].rows.undefined = policy }
    }
    return experiment
  }

  /// `a:b`, the first row and the one after the last.
  private static func range(_ option: String) throws -> Range<Int> {
    let bounds = option.split(separator: ":", omittingEmptySubsequences: false).map { Int($0) }
    guard bounds.count == 2, let first = bounds[0], let end = bounds[1], first >= 0, first < end else {
      throw OptionError(
        .invalidOption(
          name: "--rows", value: option.isEmpty ? "\"\"" : option,
          allowed: "the first row and the one after the last, from 0, such as 0:10000"))
    }
    return first..<end
  }

  private var runName: String {
    out.map { ($0 as NSString).lastPathComponent } ?? "comparison"
  }

  private func imageSource() throws -> Experiment.Images? {
    guard let images else { return nil }
    return try reading.images(at: images, classes: classes).source
  }

  /// `name=file`.
  private func feature(_ option: String) throws -> Experiment.Feature {
    let parts = option.split(separator: "=", maxSplits: 1).map(String.init)
    guard parts.count == 2 else {
      throw OptionError(.invalidOption(name: "--features", value: option, allowed: "name=file"))
    }
    return Experiment.Feature(name: parts[0], file: parts[1])
  }

  /// `file` or `table.csv:column`, each named after its column or file.
  private func labelSources(_ tables: TableReading) -> [Experiment.Labels] {
    labels.map { FileSpecification($0).column(tables).labels(classes: classes) }
  }

  /// Sets a parameter of all clusterers that have it, by the option `--parameter`; those that set it themselves keep theirs.
  ///
  /// - Parameter own: the parameters that a clusterer sets itself, by its name.
  /// - Throws: `OptionError` where no clusterer has the parameter, or each sets another value itself.
  private func set(
    _ parameter: String, to value: ParameterValue, in experiment: inout Experiment, unlessIn own: [String: Set<String>]
  ) throws {
    let option = (parameter.count == 1 ? "-" : "--") + parameter
    var (kept, isUsed) = ([String](), false)
    for index in experiment.clusterers.indices {
      let clusterer = experiment.clusterers[index]
      var method = clusterer.method
      guard let declaration = type(of: method).declarations.first(where: { $0.name == parameter }) else { continue }
      let isOwn = own[clusterer.name]?.contains(parameter) == true
      let isReplaced = (method as? any FixedCountClusterer)?.findsClusters == true && parameter == "k"
      if case .choice(let words) = declaration.domain, case .text(let word) = value, !words.contains(word) {
        guard isOwn else {
          throw OptionError(
            experiment.clusterers.contains { type(of: $0.method).takes(word, for: parameter) }
              ? .choiceOfOthers(option: option, word: word, clusterer: type(of: method).name, known: words)
              : .unknownChoice(option: option, word: word, known: words))
        }
        kept.append(clusterer.name)
        continue
      }
      try method.set(parameter, to: value)
      if isReplaced || isOwn && method.settings != clusterer.method.settings {
        kept.append(clusterer.name)
      } else {
        experiment.clusterers[index].method = method
        isUsed = true
      }
    }
    if !isUsed, !kept.isEmpty {
      throw OptionError(.optionOverruled(option, value: value.description, parameter: parameter, clusterers: kept))
    }
    guard isUsed else {
      let having = vocabulary.catalog.clusterers.filter { $0.declarations.contains { $0.name == parameter } }
      throw OptionError(.optionOfClusterers(option, having: having.map { $0.name }))
    }
  }

  /// The one case of `Choice` that a word names.
  private func choice<Choice: RawRepresentable<String> & CaseIterable>(_ word: String, what: String) throws -> Choice {
    guard let choice = Choice(rawValue: word) else {
      throw OptionError(.unknownChoice(option: what, word: word, known: Choice.allCases.map(\.rawValue)))
    }
    return choice
  }
}

extension Clusterer {
  /// True for a word that a parameter may be.
  fileprivate static func takes(_ word: String, for parameter: String) -> Bool {
    declarations.contains { declaration in
      guard declaration.name == parameter, case .choice(let words) = declaration.domain else { return false }
      return words.contains(word)
    }
  }
}

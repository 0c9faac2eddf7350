import Core
import Foundation
import Results

extension Baseline {
  /// The folder in which baselines are looked for by their names.
  package static let folder = "baselines"

  /// The file of a name: `baselines/<name>.json`.
  package static func path(named name: String) -> String { "\(folder)/\(FileName.of(name)).json" }

  /// Reads a baseline and checks all of it.
  ///
  /// - Parameter place: its path, or the name of one in `baselines`.
  /// - Throws: ``BaselineError`` when there is none, or it is not what fusebench writes; ``ResultsError`` when the system
  ///   refuses.
  package static func read(_ place: String) throws -> Baseline {
    let named = path(named: place)
    let isName = !place.contains("/") && !place.hasSuffix(".json")
    // A run's folder may have the same name.
    var isFolder: ObjCBool = false
    let isFile = FileManager.default.fileExists(atPath: place, isDirectory: &isFolder) && !isFolder.boolValue
    let path = isName && !isFile ? named : place
    guard let data = try contents(of: path) else {
      throw BaselineError(.missing(path: path, known: known(beside: path)))
    }
    return try Baseline(data, path: path)
  }

  /// True for the path of a table of published numbers.
  package static func isTable(_ place: String) -> Bool {
    ["csv", "tsv", "txt"].contains((place as NSString).pathExtension.lowercased())
      && FileManager.default.fileExists(atPath: place)
  }

  /// Reads a baseline, or a table of published numbers as one, with its notes.
  ///
  /// - Parameter mapping: the methods of the table's labels.
  /// - Throws: as ``read(_:)`` and ``PublishedTable`` do; `OptionError` for a mapping without a table.
  package static func read(_ place: String, mapping: [MethodMapping]) throws -> (Baseline, notices: [Notice]) {
    guard isTable(place) else {
      guard mapping.isEmpty else {
        throw OptionError(.optionWithout("--map", needed: "a table of published numbers, such as paper.csv"))
      }
      return (try read(place), [])
    }
    let table = try PublishedTable(path: place, mapping: mapping)
    let name = ((place as NSString).lastPathComponent as NSString).deletingPathExtension
    return (try Baseline(table, name: name, source: place), table.notices)
  }

  /// The baseline that the bytes of a file hold.
  ///
  /// - Throws: ``BaselineError``.
  package init(_ data: Data, path: String) throws {
    do {
      self = try JSONFile.record(Baseline.self, in: data, path: path, schema: Self.schema)
    } catch let error as ResultsError {
      switch error.reason {
      case .newerSchema(_, let found, let known):
        throw BaselineError(.newerSchema(path: path, found: found, known: known))
      default: throw BaselineError(.malformed(path: path, detail: error.cause))
      }
    }
    do {
      try check()
      let schema = try JSONFile.schema(of: data, path: path)
      try Self.checkDigest(of: data, schema: schema)
      if schema < 2, madeBy.hasPrefix("fusebench") { try leaveOutNoise() }
    } catch let damage as Damage {
      throw BaselineError(.malformed(path: path, detail: damage.detail))
    }
  }

  /// Its file with the digest of its content: the same baseline gives the same bytes.
  package func data(path: String) throws -> Data {
    let plain = try JSONFile.data(self, path: path, schema: Self.schema)
    let sealed = Sealed(baseline: self, digest: try ContentDigest.of(plain).found)
    return try JSONFile.data(sealed, path: path, schema: Self.schema)
  }

  /// A baseline with the digest among its keys.
  private struct Sealed: Encodable {
    let baseline: Baseline
    let digest: String

    func encode(to encoder: any Encoder) throws {
      try baseline.encode(to: encoder)
      try [ContentDigest.key: digest].encode(to: encoder)
    }
  }

  /// Writes it, and makes the folder `baselines` where it is to lie there.
  ///
  /// - Parameter replacing: true where another baseline of the same path may go.
  /// - Returns: the result of writing the file.
  /// - Throws: ``BaselineError`` when one is there, ``ResultsError`` when the system refuses.
  package func write(to path: String, replacing: Bool) throws -> Written {
    let data = try data(path: path)
    let former = try Self.contents(of: path)
    guard former != data else { return .unchanged }
    guard former == nil || replacing else { throw BaselineError(.exists(path: path)) }
    if (path as NSString).deletingLastPathComponent == Self.folder { try RunFolder.makeFolder(Self.folder) }
    try AtomicFile.write(data, to: path)
    return former == nil ? .made : .replaced
  }

  /// The result of writing a baseline.
  package enum Written: Sendable {
    case made, replaced
    /// It was there already, byte for byte.
    case unchanged
  }

  /// The names of the baselines in the folder of a path.
  private static func known(beside path: String) -> [String] {
    let folder = (path as NSString).deletingLastPathComponent
    let entries = try? FileManager.default.contentsOfDirectory(atPath: folder.isEmpty ? "." : folder)
    return (entries ?? []).filter { $0.hasSuffix(".json") }.sorted().map { folder.isEmpty ? $0 : "\(folder)/\($0)" }
  }

  private static func contents(of path: String) throws -> Data? {
    let parent = (path as NSString).deletingLastPathComponent
    return try RunFolder(path: parent.isEmpty ? "." : parent).contents(of: (path as NSString).lastPathComponent)
  }
}

// MARK: - Checks

extension Baseline {
  /// The damage of a baseline.
  fileprivate struct Damage: Error {
    let detail: String
    init(_ detail: String) { self.detail = detail }
  }

  /// Throws ``Damage`` when the content is not that of the digest; files without one are older or of other programs.
  private static func checkDigest(of data: Data, schema: Int) throws {
    guard let (found, stated) = try? ContentDigest.of(data) else { throw Damage("it is not a JSON object") }
    guard let stated else {
      guard schema < firstSchemaWithDigest else {
        throw Damage("it has schema \(schema), which has a digest of its content, and holds none: it was changed")
      }
      return
    }
    guard stated == found else {
      throw Damage(
        "the digest of its content is \(found), and it was written with \(stated): it was changed afterwards")
    }
  }

  /// Reads the -1 of a baseline of a run as items that were not clustered, since no clusterer gave noise.
  private mutating func leaveOutNoise() throws {
    guard let items = dataset?.items else { return }
    for index in cells.indices {
      cells[index].labels = try cells[index].labels?.map { try $0.leavingOutNoise(items: items) }
    }
  }

  private func check() throws {
    guard !name.isEmpty else { throw Damage("it has no name") }
    guard !cells.isEmpty else { throw Damage("it holds 0 cells") }
    if let dataset { try dataset.check() }
    var places: Set<[String]> = []
    for cell in cells {
      let place = "\(cell.clusterer) on \(cell.space)"
      guard places.insert([cell.clusterer, cell.space]).inserted else { throw Damage("\(place) appears twice") }
      for (name, score) in cell.scores { try Self.check(score, "\(name) of \(place)") }
      if let labels = cell.labels { try check(labels, of: place) }
    }
  }

  private static func check(_ score: Score, _ place: String) throws {
    guard score.mean.isFinite, score.deviation.map({ $0.isFinite && $0 >= 0 }) ?? true, (score.seeds ?? 1) > 0 else {
      throw Damage("\(place) is not a finite mean with a deviation and a number of seeds")
    }
    guard let values = score.values else { return }
    guard values.allSatisfy(\.value.isFinite), Set(values.map(\.seed)).count == values.count else {
      throw Damage("the values of \(place) are not finite, or two have the same seed")
    }
    guard let summary = Score(values), summary.seeds == score.seeds, Self.isClose(summary.mean, score.mean) else {
      throw Damage(
        "the mean \(score.mean) of \(place) over \(counted(score.seeds ?? 0, "seed")) is not that of its "
          + counted(values.count, "value"))
    }
  }

  /// Returns whether two numbers are the same but for rounding in other hands.
  package static func isClose(_ first: Double, _ second: Double) -> Bool {
    abs(first - second) <= 1e-6 * max(abs(first), abs(second), 1)
  }

  private func check(_ labels: [PackedLabels], of place: String) throws {
    guard let dataset else { throw Damage("\(place) has labels without a number of items") }
    guard !labels.isEmpty else { throw Damage("\(place) has labels of 0 seeds") }
    guard Set(labels.map(\.seed)).count == labels.count else {
      throw Damage("\(place) has two labels of the same seed")
    }
    for packed in labels {
      do {
        _ = try packed.labels(items: dataset.items)
      } catch {
        throw Damage("the labels of \(place), seed \(packed.seed), are damaged: \(error.detail)")
      }
    }
  }
}

extension Baseline.Dataset {
  fileprivate func check() throws {
    func isCount(_ number: Int?) -> Bool { number.map { (0...items).contains($0) } ?? (truth == nil) }
    guard items > 0, items < Int(Int32.max), isCount(classes), isCount(labelled) else {
      throw Baseline.Damage("\(classes ?? 0) classes and \(labelled ?? 0) labels cannot be those of \(items) items")
    }
    if let truth, labelSets[truth] == nil { throw Baseline.Damage("the truth \(truth) has no checksum") }
  }
}

import Core
import Datasets
import Results
import Statistics

/// The pairs of items that people rate, as `pairs.csv` has them, each with the number of pairs that it stands for.
package struct PairSheet: Sendable, Equatable {
  /// The choice of the pairs.
  package enum Design: String, CaseIterable, Sendable {
    /// Equally many pairs that each method joins, by the trial nearest to its mean, and that none joins.
    case stratified
    /// All pairs with the same probability.
    case uniform
  }

  /// A pair of items by their positions.
  package struct Pair: Sendable, Equatable {
    package let name: String
    package let first: Int
    package let second: Int
    package let weight: Double
  }

  package let pairs: [Pair]
  /// Notes on a draw of fewer pairs than asked for, and on items that are left out.
  package let notices: [Notice]

  package static let fileName = "pairs.csv"
  private static let columns = ["pair", "a", "b", "weight"]

  /// Draws pairs of a run's items, without those that some method did not cluster.
  ///
  /// - Throws: ``RatingError`` for a run with fewer than two such items or without trials; `ResultsError` for files
  ///   that were changed.
  package init(drawing count: Int, from run: StoredRun, design: Design, seed: Seed) throws {
    try run.requireSomethingToShow()
    let partitions = try run.representativePartitions()
    let items = (0..<run.itemCount).filter { item in partitions.allSatisfy { $0[item] != Partition.leftOut } }
    guard items.count > 1 else { throw RatingError(.tooFewItems(run.folder.path, items: items.count)) }
    let draw = PairDraw(count, of: items, partitions: design == .stratified ? partitions : [], seed: seed)
    guard !draw.strata.contains(where: { $0.pairs > 0 && $0.drawn == 0 }) else {
      throw RatingError(.tooFewPairs(asked: count, strata: draw.strata.count { $0.pairs > 0 }))
    }
    pairs = draw.pairs.enumerated().map { position, pair in
      Pair(name: String(position + 1), first: pair.first, second: pair.second, weight: pair.weight)
    }
    notices = Self.notices(asked: count, drawn: pairs.count, leftOut: run.itemCount - items.count)
  }

  /// The text of `pairs.csv`.
  ///
  /// - Throws: `ResultsError` when the ids are not those of the run.
  package func csv(of run: StoredRun) throws -> String {
    let (names, items) = (try ItemNames(of: run), try ItemsMark(of: run))
    let lines = pairs.map { pair in
      [
        pair.name, names.name(of: pair.first), names.name(of: pair.second), "\(pair.weight)", names.kind.rawValue,
        items.text,
      ].map(csvField).joined(separator: ",")
    }
    return ([(Self.columns + PairNames.columns).joined(separator: ",")] + lines).map { $0 + "\n" }.joined()
  }

  private static func notices(asked: Int, drawn: Int, leftOut: Int) -> [Notice] {
    var notices: [Notice] = []
    if drawn < asked {
      notices.append(
        Notice(kind: "all-pairs", message: "the items make \(counted(drawn, "pair")): all of them are drawn"))
    }
    if leftOut > 0 {
      let isOne = leftOut == 1
      notices.append(
        Notice(
          kind: "undrawn-items",
          message: "\(counted(leftOut, "item")) that some method did not cluster \(isOne ? "is" : "are") in no pair"))
    }
    return notices
  }

  /// Reads a table of pairs of a run's items; pairs of another draw, or of people's own choice, have the same columns.
  ///
  /// - Throws: the importers' errors for a table without these columns, ``RatingError`` for repeated names, items that
  ///   the run does not have or that could be two, pairs of one item, and weights that are no positive numbers.
  package init(reading path: String, of run: StoredRun) throws {
    let table = try DelimitedTable(mapping: path, header: .present)
    let columns = try Self.columns.map { try table.strings(column: table.position(of: $0)) }
    let read = try PairNames(of: table, columns[1] + columns[2], run: run)
    let names = read.names
    let strange = (columns[1] + columns[2]).filter { names.item($0) == nil }
    guard strange.isEmpty else {
      throw RatingError(.unknownItems(path, names: strange.uniqued, items: run.itemCount))
    }
    let repeated = columns[0].repeatedValues
    guard repeated.isEmpty else { throw RatingError(.repeatedPairs(path, pairs: repeated)) }
    let same = columns[0].indices.filter { names.item(columns[1][$0]) == names.item(columns[2][$0]) }
    guard same.isEmpty else { throw RatingError(.selfPairs(path, pairs: same.map { columns[0][$0] })) }
    pairs = try columns[0].indices.map { row in
      guard let weight = Double(table.withDecimalPoint(columns[3][row])), weight > 0, weight.isFinite else {
        throw RatingError(.invalidWeight(path, pair: columns[0][row], weight: columns[3][row]))
      }
      return Pair(
        name: columns[0][row], first: names.item(columns[1][row]) ?? 0, second: names.item(columns[2][row]) ?? 0,
        weight: weight)
    }
    notices = table.notices + read.notices
  }

  /// The stratum of each pair: pairs of equal weight were drawn with the same probability.
  var strata: [Int] {
    let weights = Dictionary(
      uniqueKeysWithValues: Set(pairs.map(\.weight)).sorted().enumerated().map { ($1, $0) })
    return pairs.map { weights[$0.weight] ?? 0 }
  }

  /// The strata all of whose pairs were drawn and are rated: those of weight 1, where the weights stand for all pairs of items.
  ///
  /// - Parameters:
  ///   - rated: the positions of the pairs that are rated.
  ///   - total: the number of all pairs of items.
  func wholeStrata(rated: [Int], of total: Int) -> Set<Int> {
    let sum = pairs.reduce(0) { $0 + $1.weight }
    guard abs(sum - Double(total)) <= 1e-6 * Double(total) else { return [] }
    let (strata, rated) = (strata, Set(rated))
    let unrated = Set(strata.indices.filter { !rated.contains($0) }.map { strata[$0] })
    return Set(strata.indices.filter { pairs[$0].weight == 1 }.map { strata[$0] }).subtracting(unrated)
  }
}

extension StoredRun {
  /// Throws ``RatingError`` where raters would see nothing of the items.
  func requireSomethingToShow() throws {
    guard try thumbnails == nil, try captions == nil, try ids == nil else { return }
    throw RatingError(.nothingToShow(folder.path))
  }

  /// The captions of the items.
  ///
  /// - Throws: ``RatingError`` where the run stored none.
  package func requiredCaptions() throws -> [String] {
    guard let captions = try captions else { throw RatingError(.noCaptions(folder.path)) }
    return captions
  }

  /// The labels of each method, by its trial whose first score is nearest to the mean.
  ///
  /// - Throws: ``RatingError`` for a run without trials; `ResultsError` for files that were changed.
  func representativePartitions() throws -> [[Int32]] {
    let found = try methods.compactMap { method -> [Int32]? in
      let trials = trials(of: method)
      return trials.isEmpty ? nil : try partition(of: trials[representative(of: trials)]).labels
    }
    guard !found.isEmpty else { throw RatingError(.noTrials(folder.path)) }
    return found
  }
}

extension Array where Element: Hashable {
  /// The values that occur more than once, each once, in the order of their repetition.
  var repeatedValues: [Element] {
    var seen: Set<Element> = []
    return filter { !seen.insert($0).inserted }.uniqued
  }
}

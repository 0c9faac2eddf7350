import Core
import Results
import Statistics

/// The scores of rated pairs: the raters' agreement, each method's cluster quality, and the differences of methods.
package struct RatingScoring {
  package let record: RatingRecord
  /// Notes on how the files were read, on missing ratings, and on methods without a quality.
  package let notices: [Notice]

  /// The values of a rating, from unrelated to closely related.
  package static let range = 1...3

  /// Reads the ratings and scores them.
  ///
  /// - Parameters:
  ///   - paths: the files of the raters, one each.
  ///   - pairs: the file of the pairs that were drawn.
  ///   - noise: the treatment of pairs with noise.
  /// - Throws: ``RatingError`` and the importers' errors for files that cannot be used; `ResultsError` for files of the
  ///   run that were changed.
  package init(
    of paths: [String], pairs: String, run: StoredRun, noise: PairNoise = .exclude, seed: Seed = 0,
    replicates: Int = StratifiedBootstrap.replicates
  ) throws {
    let sheet = try PairSheet(reading: pairs, of: run)
    let files = try RatingFile.read(paths, Self.form(of: sheet))
    let methods = try run.methods.compactMap { method -> PlacedMethod? in
      let trials = run.trials(of: method)
      return trials.isEmpty
        ? nil : PlacedMethod(method, try trials.map { try Self.places(of: sheet, in: run.partition(of: $0), noise) })
    }
    guard !methods.isEmpty else { throw RatingError(.noTrials(run.folder.path)) }
    let scored = files.questions.map { question in
      Self.score(
        question, sheet: sheet, pairsOfItems: run.itemCount * (run.itemCount - 1) / 2, files: files, methods: methods,
        seed: seed, replicates: replicates)
    }
    record = RatingRecord(
      run: run.record.name, pairs: sheet.pairs.count, noise: noise.rawValue, replicates: replicates,
      questions: scored.map(\.question))
    notices =
      sheet.notices + files.flatMap(\.notices) + files.missingNotices(of: sheet.pairs.count, noun: "pair")
      + Self.noiseNotices(methods, noise) + scored.flatMap(\.notices)
  }

  private static func form(of sheet: PairSheet) -> RatingFile.Form {
    RatingFile.Form(
      noun: "pair", answer: "rating", column: "rating", prefix: "ratings-", names: Set(sheet.pairs.map(\.name)),
      allowed: "whole numbers from \(range.lowerBound) to \(range.upperBound)",
      isAllowed: { Int(exactly: $0).map(range.contains) ?? false })
  }

  // MARK: - Methods

  /// A method with the place of each pair under each of its seeds.
  private struct PlacedMethod {
    let method: RatingRecord.Method
    let partitions: [[PairPlace]]

    init(_ method: RatingRecord.Method, _ partitions: [[PairPlace]]) {
      (self.method, self.partitions) = (method, partitions)
    }

    /// The number of pairs that some seed leaves out.
    var absent: Int {
      partitions[0].indices.count { pair in partitions.contains { $0[pair] == .absent } }
    }

    /// The places of some pairs.
    func places(of pairs: [Int]) -> [[PairPlace]] { partitions.map { places in pairs.map { places[$0] } } }
  }

  private static func places(
    of sheet: PairSheet, in partition: Partition, _ noise: PairNoise
  ) -> [PairPlace] {
    sheet.pairs.map { PairPlace(partition.labels[$0.first], partition.labels[$0.second], noise: noise) }
  }

  private static func noiseNotices(_ methods: [PlacedMethod], _ noise: PairNoise) -> [Notice] {
    methods.filter { $0.absent > 0 }.map { method in
      Notice(
        kind: "unplaced-pairs",
        message: "\(method.method.text): \(counted(method.absent, "pair")) with "
          + (noise == .exclude ? "noise or " : "") + "items that were not clustered "
          + (method.absent == 1 ? "is" : "are") + " left out under some seed")
    }
  }

  // MARK: - Scores

  private static func score(
    _ question: String, sheet: PairSheet, pairsOfItems: Int, files: [RatingFile], methods: [PlacedMethod], seed: Seed,
    replicates: Int
  ) -> (question: RatingRecord.Question, notices: [Notice]) {
    let ratings = sheet.pairs.map { files.ratings(of: $0.name, question) }
    let rated = ratings.indices.filter { !ratings[$0].isEmpty }
    let strata = sheet.strata
    let pairs = RatedPairs(
      ratings: rated.map { ratings[$0].mean }, weights: rated.map { sheet.pairs[$0].weight },
      strata: rated.map { strata[$0] }, whole: sheet.wholeStrata(rated: rated, of: pairsOfItems), seed: seed,
      replicates: replicates)
    let places = methods.map { $0.places(of: rated) }
    let found = places.map(pairs.quality)
    let qualities = zip(methods, zip(places, found)).map { method, entry in
      let (places, quality) = entry
      let counts = pairs.counts(of: [places])
      return RatingRecord.Quality(
        method: method.method, quality: quality.map(estimate), seeds: places.count,
        pairs: counts.pairs, joined: counts.joined)
    }
    var (count, scarce) = (0, 0)
    let differences = methods.indices.flatMap { first in
      (first + 1..<methods.count).compactMap { second in
        pairs.difference(places[first], places[second]).map { difference in
          count += 1
          scarce += difference.scarcity == nil ? 0 : 1
          return RatingRecord.Difference(
            first: methods[first].method, second: methods[second].method, difference: estimate(difference),
            pairs: difference.pairs)
        }
      }
    }
    let scored = RatingRecord.Question(
      name: question, raters: files.filter { $0.questions.contains(question) }.map(\.rater), pairs: rated.count,
      ratings: ratings.reduce(0) { $0 + $1.count },
      agreements: agreements(ratings, [.nominal, .ordinal, .interval], seed: seed, replicates: replicates),
      qualities: qualities, differences: differences)
    let notices = methods.indices.compactMap { position in
      let (method, places) = (methods[position].method, places[position])
      return undefinedNotice(method, places, question)
        ?? scarcityNotice(
          method, found[position]?.scarcity, question, rated: rated.count, of: pairsOfItems)
    }
    return (scored, notices + [differenceNotice(scarce, of: count, question)].compactMap(\.self))
  }

  /// A note on a method without a quality: the seeds under which the rated pairs are of one kind.
  private static func undefinedNotice(
    _ method: RatingRecord.Method, _ places: [[PairPlace]], _ question: String
  ) -> Notice? {
    let reasons = [(PairPlace.together, "in one cluster"), (.apart, "in different clusters")].compactMap {
      place, words in
      let count = places.count { !$0.contains(place) }
      return count > 0 ? "under \(count) of \(counted(places.count, "seed")) no rated pair is \(words)" : nil
    }
    guard !reasons.isEmpty else { return nil }
    return Notice(
      kind: "undefined-quality",
      message: "\(beginning(method.text, question)): no quality, which is a mean over the seeds: "
        + reasons.joined(separator: ", and "))
  }

  /// A note on the differences of methods that have no interval.
  private static func differenceNotice(_ scarce: Int, of count: Int, _ question: String) -> Notice? {
    guard scarce > 0 else { return nil }
    return Notice(
      kind: "few-shared-pairs",
      message: "\(beginning("\(scarce.grouped) of \(counted(count, "difference"))", question)) "
        + "\(scarce == 1 ? "has" : "have") no interval: of the rated pairs that both methods cluster, those in one cluster or in "
        + "different ones count as fewer than \(RatedPairs.fewest) of equal weight")
  }

  /// Such as `kmeans on text under denotative`.
  private static func beginning(_ text: String, _ question: String) -> String {
    text + (question.isEmpty ? "" : " under \(question)")
  }

  private static func scarcityNotice(
    _ method: RatingRecord.Method, _ scarcity: ClusterQuality.Scarcity?, _ question: String, rated: Int, of pairs: Int
  ) -> Notice? {
    guard let scarcity else { return nil }
    let kind = scarcity.place == .together ? "in one cluster" : "in different clusters"
    // The effective number grows with the pairs of one design; up to tens, since it is a rough one.
    let needed = (rated * RatedPairs.fewest / max(scarcity.pairs, 1) / 10 + 1) * 10
    let wayOut =
      needed < pairs
      ? "about \(needed.grouped) rated pairs of this design would do"
      : "rate all \(counted(pairs, "pair")) of the items"
    return Notice(
      kind: "few-rated-pairs",
      message: "\(beginning(method.text, question)): "
        + "the rated pairs \(kind) are as few as \(scarcity.pairs) of equal weight, too few for an interval, which needs "
        + "\(RatedPairs.fewest): \(wayOut)")
  }

  private static func estimate(_ quality: ClusterQuality) -> RatingRecord.Estimate {
    RatingRecord.Estimate(
      value: quality.value, low80: quality.narrow?.low, high80: quality.narrow?.high, low95: quality.wide?.low,
      high95: quality.wide?.high)
  }

  private static func agreements(
    _ ratings: [[Double]], _ scales: [KrippendorffAlpha.Scale], seed: Seed, replicates: Int
  ) -> [RatingRecord.Agreement] {
    scales.map { scale in
      let alpha = KrippendorffAlpha(ratings, scale: scale, seed: seed, replicates: replicates)
      return RatingRecord.Agreement(
        scale: scale.rawValue,
        alpha: alpha.value.map {
          RatingRecord.Estimate(value: $0, low95: alpha.interval?.low, high95: alpha.interval?.high)
        }, pairs: alpha.units, ratings: alpha.ratings)
    }
  }
}

import Core
import Results

/// The reason why items cannot be drawn for raters, or ratings not be read.
package struct RatingError: ExplainedError, Equatable {
  package enum Reason: Sendable, Equatable {
    /// The run has no trials.
    case noTrials(String)
    /// The run has fewer than two items that all methods clustered.
    case tooFewItems(String, items: Int)
    /// The draw has fewer pairs than strata that hold some.
    case tooFewPairs(asked: Int, strata: Int)
    /// The run stored neither images nor captions nor ids.
    case nothingToShow(String)
    /// No cluster has as many items as a set.
    case tooFewMembers(method: String, size: Int, largest: Int)
    /// Fewer than two clusters have as many items as a set, or have a description.
    case tooFewClusters(method: String, clusters: Int)
    /// The run has no method of that name.
    case noMethod(String, known: [String])
    /// The run has no captions, from which clusters are described.
    case noCaptions(String)
    /// The folder holds another draw, whose ratings would lose their pairs.
    case otherDraw(String, file: String)
    /// There is no table of what was drawn beside the ratings.
    case noDraw(String, option: String)
    /// Items of the draw are not in the run.
    case unknownItems(String, names: [String], items: Int)
    /// The column `by` of the pairs has other words than one of id and position.
    case invalidNaming(String, found: [String])
    /// The pairs name items by ids, and the items of the run have none, or repeated ones.
    case namedByID(String, run: String, repeatedIDs: Bool)
    /// The pairs name items by positions among other items than the run's.
    case otherItems(String, drawn: Int, run: String, items: Int)
    /// The names of the pairs are ids and positions of different items; `position` is that of the item with the id `name`.
    case twoReadings(String, name: String, position: Int)
    /// Pairs or sets of the draw have the same name.
    case repeatedPairs(String, pairs: [String])
    /// Pairs hold one item twice.
    case selfPairs(String, pairs: [String])
    /// The weight of a pair is no positive number.
    case invalidWeight(String, pair: String, weight: String)
    /// Clusters of the drawn sets have no description in another file.
    case unknownClusters(String, names: [String], of: String)
    /// Clusters that are described are not in the run; `count` is the number of its clusters.
    case undrawnClusters(String, names: [String], method: String, count: Int)
    /// Clusters are no whole numbers from 0.
    case invalidClusters(String, names: [String])
    /// Groups of clusters to be merged overlap, or name clusters that could not be chosen.
    case invalidMerger([[Int]], clusters: [Int])
    /// Ratings are of pairs or sets that the draw does not have; `total` is the number of ratings.
    case unknownTasks(String, noun: String, answer: String, names: [String], count: Int, total: Int)
    /// Ratings are none of the allowed values; `examples` are `pair: rating`.
    case outOfRange(String, noun: String, answer: String, examples: [String], count: Int, total: Int, allowed: String)
    /// A rater rated pairs or sets twice, and differently.
    case contradictory(String, noun: String, answer: String, names: [String])
    /// Two files are of one rater.
    case sameRater(String, paths: [String])
    /// A file of ratings lacks a column: those that it needs, and those that it has.
    case noColumns(String, noun: String, needed: [String], found: [String])
    /// The files hold no rating.
    case noRatings([String], answer: String)
  }

  package let reason: Reason

  init(_ reason: Reason) { self.reason = reason }

  package var isWrongUsage: Bool {
    switch reason {
    case .noMethod, .invalidMerger, .tooFewPairs: true
    default: false
    }
  }

  package var failure: String {
    switch reason {
    case .noTrials(let folder), .tooFewItems(let folder, _), .nothingToShow(let folder), .noCaptions(let folder):
      "cannot draw items of the run \(folder) for raters"
    case .tooFewPairs(let asked, _): "cannot draw \(counted(asked, "pair"))"
    case .tooFewMembers(let method, _, _), .tooFewClusters(let method, _):
      "cannot draw sets from the clusters of \(method)"
    case .noMethod(let name, _): "cannot use --method \(name.isEmpty ? "\"\"" : name)"
    case .otherDraw(let folder, _): "cannot write the draw to \(folder)"
    case .noDraw(let path, _): "cannot find \(path)"
    case .unknownItems(let path, _, _), .repeatedPairs(let path, _), .selfPairs(let path, _),
      .invalidWeight(let path, _, _), .unknownClusters(let path, _, _), .invalidClusters(let path, _),
      .undrawnClusters(let path, _, _, _), .invalidNaming(let path, _), .namedByID(let path, _, _),
      .otherItems(let path, _, _, _), .twoReadings(let path, _, _):
      "cannot use \(path)"
    case .invalidMerger(let groups, _):
      "cannot merge the clusters " + list(groups.map { $0.map(String.init).joined(separator: "+") })
    case .unknownTasks(let path, _, let answer, _, _, _), .outOfRange(let path, _, let answer, _, _, _, _),
      .contradictory(let path, _, let answer, _):
      "cannot use the \(answer)s of \(path)"
    case .noColumns(let path, _, _, _): "cannot use \(path)"
    case .sameRater(let rater, _): "cannot use two files of the rater \(rater)"
    case .noRatings(let paths, _): "cannot use \(list(paths, limit: 5))"
    }
  }

  package var cause: String {
    switch reason {
    case .noTrials: "it has 0 finished trials, and the draw needs their clusters"
    case .tooFewItems(_, let items):
      "\(counted(items, "item")) \(items == 1 ? "is" : "are") clustered by all methods; a pair has 2"
    case .tooFewPairs(let asked, let strata):
      "the stratified design has \(strata) strata, and needs a pair of each: with \(asked) some would never be drawn"
    case .nothingToShow: "it stores neither images nor captions for pages, nor ids, so raters would see nothing"
    case .noCaptions: "it stores no captions for pages, from which the descriptions of the clusters are made"
    case .tooFewMembers(_, let size, let largest):
      "a set has \(counted(size, "item")), and the largest cluster \(largest)"
    case .tooFewClusters(_, let clusters):
      "\(counted(clusters, "cluster")) \(clusters == 1 ? "has" : "have") enough items and a description; a choice "
        + "needs 2"
    case .noMethod(let name, let known):
      "the run has \(counted(known.count, "method")), and \(name.isEmpty ? "\"\"" : name) "
        + (name.isEmpty ? "is not one of them" : StoredRun.reasonNotMeant(name, among: known))
    case .otherDraw(_, let file): "it holds another \(file), which ratings may refer to"
    case .noDraw(let path, _): "the ratings refer to what was drawn, and there is no file \(path)"
    case .unknownItems(_, let names, let items):
      "\(counted(names.count, "name")) \(names.count == 1 ? "is" : "are") none of the run's \(counted(items, "item")): "
        + list(names.map(Self.quoted), limit: 5)
    case .invalidNaming(_, let found):
      "the column by must be id in every line or position in every line, found \(list(found.map(Self.quoted), limit: 5))"
    case .namedByID(_, let run, let repeatedIDs):
      "a and b are ids (by: id), and the items of \(run) have \(repeatedIDs ? "repeated or empty ids" : "none")"
    case .otherItems(_, let drawn, let run, let items):
      "a and b are positions among \(counted(drawn, "item")) (by: position), and \(run) has "
        + (drawn == items ? "\(items.grouped) with other captions" : items.grouped)
    case .twoReadings(_, let name, let position):
      "a and b could be ids or positions, which are different items: \(name) is the id of the item at position \(position) and "
        + "itself a position"
    case .repeatedPairs(_, let pairs):
      "\(counted(pairs.count, "name")) \(pairs.count == 1 ? "occurs" : "occur") more than once: "
        + list(pairs, limit: 5)
    case .selfPairs(_, let pairs):
      "\(counted(pairs.count, "pair")) \(pairs.count == 1 ? "holds" : "hold") one item twice: \(list(pairs, limit: 5))"
    case .invalidWeight(_, let pair, let weight):
      "the weight of the pair \(pair) must be a number above 0, and is \(Self.quoted(weight))"
    case .unknownClusters(_, let names, let file):
      "\(counted(names.count, "cluster")) \(names.count == 1 ? "has" : "have") no description in \(file): "
        + list(names.map(Self.quoted), limit: 5)
    case .undrawnClusters(_, let names, let method, let count):
      "\(counted(names.count, "cluster")) of it \(names.count == 1 ? "is" : "are") none of the \(counted(count, "cluster")) of "
        + "\(method): " + list(names, limit: 5)
    case .invalidClusters(_, let names):
      "clusters must be whole numbers from 0, found \(list(names.map(Self.quoted), limit: 5))"
    case .invalidMerger(_, let clusters):
      "each group must name clusters that no other group has, of the \(counted(clusters.count, "cluster")) that could "
        + "be chosen: "
        + list(clusters.map(String.init), limit: 40)
    case .unknownTasks(_, let noun, let answer, let names, let count, let total):
      "\(count.grouped) of \(counted(total, answer)) \(count == 1 ? "is" : "are") of \(noun)s that were not drawn: "
        + list(names.map(Self.quoted), limit: 5)
    case .outOfRange(_, let noun, let answer, let examples, let count, let total, let allowed):
      "\(answer)s must be \(allowed); \(count.grouped) of \(counted(total, answer)) \(count == 1 ? "is" : "are") not, such as \(noun) "
        + list(examples, limit: 5)
    case .contradictory(_, let noun, let answer, let names):
      "\(counted(names.count, noun)) \(names.count == 1 ? "has" : "have") two different \(answer)s: "
        + list(names, limit: 5)
    case .sameRater(_, let paths): "both \(list(paths)) are named after this rater"
    case .noColumns(_, _, let needed, let found):
      "the file needs the columns \(needed.joined(separator: " and ")), and its first line has \(list(found, limit: 12))"
    case .noRatings(_, let answer): "there are 0 \(answer)s"
    }
  }

  package var hint: String {
    switch reason {
    case .noTrials: "run the experiment to its end first"
    case .tooFewItems: "draw from a run of more items"
    case .tooFewPairs(_, let strata):
      "set --pairs to at least \(strata), better to 20 times as many, or --design to uniform"
    case .nothingToShow:
      "run it again with --figures cards, which stores captions (of --captions), or with --figures maps, which stores "
        + "images too (of --images): finished trials are kept"
    case .noCaptions:
      "give descriptions with --descriptions, or run it again with --captions and --figures cards: finished "
        + "trials are kept"
    case .tooFewMembers(_, _, let largest): "set --size to at most \(largest)"
    case .tooFewClusters: "name another method with --method, or make the sets smaller with --size"
    case .noMethod(let name, let known):
      (Nearest.of(name, in: known).map { "did you mean \($0)? " } ?? "") + "there are \(list(known, limit: 20))"
    case .otherDraw: "name a new folder with --out, or remove the former draw with its ratings"
    case .noDraw(_, let option): "name it with \(option)"
    case .invalidNaming: "write id where a and b are ids of items, position where they count items from 0"
    case .namedByID:
      "score a run whose items have these ids, as dataset: { ids: … } gives them; ratings stay as they are"
    case .otherItems(_, let drawn, _, let items):
      "score a run of the items of the draw, in the same order"
        + (drawn == items ? "; if only their captions were changed, remove the column items" : "")
    case .twoReadings:
      "add a column by with id in every line where the run of the draw had these ids, with position where it had none"
    case .unknownItems: "name the run that the draw was made from"
    case .repeatedPairs, .selfPairs, .invalidWeight, .unknownClusters, .invalidClusters:
      "use the file as the draw wrote it"
    case .undrawnClusters:
      "describe clusters by their numbers in fusebench clusters, or name their method with --method"
    case .invalidMerger: "write them as in --merge 3+7 --merge 2+4"
    case .unknownTasks(_, let noun, _, _, _, _): "name the draw that was used with --\(noun)s"
    case .outOfRange(_, _, let answer, _, _, _, _):
      "correct or remove these lines; an empty \(answer) stands for a missing one"
    case .contradictory: "keep one line for each of them"
    case .sameRater: "rename one of the files, as ratings-<rater>.csv, or leave out the older one"
    case .noColumns(_, let noun, let needed, _):
      "name a file that the page exported, or write one: \(needed.joined(separator: ",")) in the first line, then a line a \(noun) "
        + "that was rated"
    case .noRatings: "name the files that the page exported"
    }
  }

  private static func quoted(_ text: String) -> String { "\"\(text)\"" }
}

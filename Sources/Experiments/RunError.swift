import Core

/// The reason why an experiment cannot be run on its data.
package struct RunError: ExplainedError, Equatable {
  package enum Reason: Sendable, Equatable {
    /// The number of clusters is given nowhere.
    case noClusterCount(clusterer: String)
    /// The number of clusters is to be chosen for a clusterer that finds it.
    case countIsFound(clusterer: String)
    case noItems
    case repeatedName(kind: String, name: String)
    case reservedName(String)
    case pixelsWithoutImages(space: String)
    /// Words of clusters are asked for, and there are no captions.
    case wordsWithoutCaptions
    /// Scores are to be attributed, and there are no labels.
    case attributionWithoutLabels
    /// A space is to be attributed that is not clustered, or not made of several parts.
    case nothingToAttribute(space: String?, known: [String])
    /// A space is made of what there is not.
    case unknownInput(space: String, input: String, known: [String])
    /// A clusterer is restricted to a space that is not clustered.
    case unknownSpace(clusterer: String, space: String, known: [String])
    /// Spaces of which each is made of the next, and the last of the first.
    case spaceOfItself([String])
    /// A method reads a reference that there is not.
    case unknownReference(method: String, reference: String, known: [String])
    /// A reference is called like a feature set.
    case nameOfFeatureSet(String)
    /// A file of rows and the file of their names do not have the same number.
    case nameCount(reference: String, rows: ReferenceCount, names: ReferenceCount)
    case blankName(reference: String, file: String, row: Int)
    case hashFailed(path: String)
    /// A file of clusters has none for some items; `first` names the first of them.
    case itemsWithoutCluster(clusterer: String, file: String, count: Int, items: Int, first: String)
    /// There are none of what a sweep needs.
    case nothingToSweep(what: String, missing: String)
    /// No clusterer is told k, so that a choice needs one of the experiment's sweeps.
    case noneTakesK(sweeps: Int)
    case unknownInSweep(sweep: String, kind: String, name: String, known: [String])
    case tooManyClusters(asked: Int, items: Int)
    /// There are too few different rows for two numbers of clusters to be compared.
    case nothingToChoose(rows: Int)
    /// The limits leave fewer bytes of memory than the work is estimated to take.
    case noMemory(needed: Int, left: Int)
    /// A key names a part of the dataset, which has none, or others.
    case unknownPart(key: String, part: String, known: [String])
    /// A method is to learn from other rows, and is made of a space, not of a feature set.
    case fitOnOfSpace(space: String, input: String, part: String)
    /// `rows` asks for items that there are not.
    case rowsOutside(rows: Range<Int>, items: Int)
    /// No method can cluster its space; the reason is that of the first.
    case nothingClustered(method: String, failure: String, cause: String, hint: String, methods: Int)
  }

  /// A file of a reference and the number of its rows or names.
  package struct ReferenceCount: Sendable, Equatable {
    package let file: String
    package let count: Int
    /// True where one more line was taken for a header and could be a row.
    package let hasAssumedHeader: Bool
  }

  package let reason: Reason

  package init(_ reason: Reason) { self.reason = reason }

  package var failure: String {
    switch reason {
    case .noClusterCount(let clusterer), .countIsFound(let clusterer):
      "cannot choose the number of clusters of \(clusterer)"
    case .noItems, .repeatedName, .reservedName, .nameOfFeatureSet: "cannot run the experiment"
    case .unknownReference(let method, let name, _): "cannot use \(method) with the reference \(name)"
    case .nameCount(let name, _, _), .blankName(let name, _, _): "cannot name the rows of the reference \(name)"
    case .pixelsWithoutImages(let space), .unknownInput(let space, _, _): "cannot make the space \(space)"
    case .unknownSpace(let clusterer, let space, _): "cannot cluster \(space) by \(clusterer)"
    case .wordsWithoutCaptions: "cannot find the words of the clusters"
    case .attributionWithoutLabels, .nothingToAttribute: "cannot attribute scores to the parts of spaces"
    case .spaceOfItself(let names): "cannot make the space \(names.first ?? "")"
    case .hashFailed(let path): "cannot compute the checksum of \(path)"
    case .itemsWithoutCluster(let clusterer, let file, _, _, _): "cannot take the clusters of \(clusterer) from \(file)"
    case .nothingToSweep(let what, _), .unknownInSweep(let what, _, _, _): "cannot sweep \(what)"
    case .tooManyClusters: "cannot sweep k"
    case .nothingToChoose, .noneTakesK: "cannot choose a number of clusters"
    case .noMemory: "cannot run the experiment in the memory that is left"
    case .rowsOutside(let rows, _): "cannot take the rows \(rows.lowerBound):\(rows.upperBound)"
    case .unknownPart(let key, let part, _): "cannot take the part \(part) of \(key)"
    case .fitOnOfSpace(let space, _, let part): "cannot make the space \(space) from the rows of \(part)"
    case .nothingClustered(let method, let failure, _, _, _): "\(failure): \(method)"
    }
  }

  package var cause: String {
    switch reason {
    case .noClusterCount: "neither k nor labels were given"
    case .countIsFound(let clusterer): "\(clusterer) is cut by a distance, and a clusterer that is has no k"
    case .repeatedName(let kind, let name): "2 \(kind) have the name \(name)"
    case .reservedName(let name): "\(name) is the name of the images' own features"
    case .noItems: "it has 0 feature sets and 0 images"
    case .pixelsWithoutImages: "pixels need images, and the dataset has none"
    case .wordsWithoutCaptions: "words are those of captions, and the dataset has none"
    case .attributionWithoutLabels: "the scores of an attribution are against labels, and the run takes 0 of them"
    case .nothingToAttribute(let space?, let known):
      "\(space) is not one of the \(counted(known.count, "clustered space")) of several parts"
    case .nothingToAttribute(nil, _): "the experiment has 0 clustered spaces of several parts"
    case .unknownInput(_, let input, _): "there is no feature set or space \(input)"
    case .unknownSpace(_, let space, let known):
      "\(space) is not one of the \(counted(known.count, "space")) that are clustered"
    case .spaceOfItself(let names): ExperimentError.circle(names)
    case .unknownReference(_, let name, let known):
      "there is no reference \(name) among the \(known.count) of the experiment"
    case .nameOfFeatureSet(let name): "a feature set and a reference have the name \(name)"
    case .nameCount(_, let rows, let names):
      "\(rows.file) has \(counted(rows.count, "row")), \(names.file) has \(counted(names.count, "name"))"
    case .blankName(_, let file, let row): "the name of row \(row.grouped) (from 0) is blank in \(file)"
    case .hashFailed: "the cryptography library failed"
    case .itemsWithoutCluster(_, _, let count, let items, let first):
      "\(count.grouped) of \(counted(items, "item")) \(count == 1 ? "has" : "have") no cluster (-2, or nothing), the first "
        + "being \(first)"
    case .nothingToSweep(_, let missing): "the experiment has 0 \(missing)"
    case .noneTakesK: "the experiment has 0 clusterers that take k"
    case .unknownInSweep(_, let kind, let name, _): "there is no \(kind) \(name)"
    case .noMemory(let needed, let left):
      "about \(counted(needed, "byte", verbs: "is", "are")) needed beside the inputs, and the limits leave \(left.grouped)"
    case .rowsOutside(let rows, let items):
      "\(counted(rows.upperBound, "item", verbs: "is", "are")) needed for them, and there are \(items.grouped)"
    case .unknownPart(_, _, let known):
      known.isEmpty
        ? "the dataset has no split, so 0 parts" : "it is not among the \(counted(known.count, "part")) of the split"
    case .fitOnOfSpace(_, let input, _): "fit-on reads rows of feature sets, and its input \(input) is a space"
    case .nothingClustered(_, _, let cause, _, let methods):
      cause + (methods > 1 ? "; none of the \(methods) methods can cluster its space" : "")
    case .tooManyClusters(let asked, let items):
      "\(counted(asked, "cluster", verbs: "was", "were")) asked for, there \(items == 1 ? "is" : "are") \(counted(items, "item"))"
    case .nothingToChoose(let rows):
      "a choice compares at least k = 2 and k = 3, which needs 3 different rows; found \(rows)"
    }
  }

  package var hint: String {
    switch reason {
    case .countIsFound: "leave distance out, or name a clusterer that takes k"
    case .noClusterCount:
      "give k, whose values `fusebench choose` compares, labels whose classes can be counted, or a method that finds the number: "
        + "hdbscan, or agglomerative with distance"
    case .repeatedName: "give each a name of its own"
    case .reservedName: "give the feature set another name"
    case .noItems: "name at least one feature set, or images"
    case .pixelsWithoutImages: "give the dataset images, or leave pixels out of the spaces"
    case .wordsWithoutCaptions: "give the dataset captions, or leave the words out"
    case .attributionWithoutLabels: "give the dataset labels and name a score against them, or leave attribution out"
    case .nothingToAttribute(let space?, let known):
      (Nearest.of(space, in: known).map { "did you mean \($0)? " } ?? "")
        + (known.isEmpty ? "there is none" : "there are \(list(known))")
    case .nothingToAttribute(nil, _): "add a fusion of several parts to spaces, or leave attribution out"
    case .unknownInput(_, let input, let known), .unknownSpace(_, let input, let known):
      (Nearest.of(input, in: known).map { "did you mean \($0)? " } ?? "")
        + "there are \(known.uniqued.joined(separator: ", "))"
    case .spaceOfItself: "make the space of a feature set, or of a space that is not made of it"
    case .unknownReference(_, let name, let known):
      Nearest.of(name, in: known).map { "did you mean \($0)? there are \(list(known))" }
        ?? "add \(name) to the references"
    case .nameOfFeatureSet: "give the reference another name"
    case .nameCount(_, let rows, let names): Self.nameHint(rows, names)
    case .blankName: "give every row a name"
    case .hashFailed: "check the installation of OpenSSL's libcrypto"
    case .itemsWithoutCluster:
      "give each item a cluster, or -1 for noise; with ids in both files, leave the rows out and set missing: drop"
    case .noneTakesK(let sweeps):
      "add clusterers that take k"
        + (sweeps > 0 ? ", or `criteria: yes` to \(sweeps == 1 ? "the sweep" : "a sweep") of another parameter" : "")
    case .nothingToSweep(let what, let missing): "add \(missing) to the experiment, or do not sweep \(what)"
    case .unknownInSweep(_, _, let name, let known):
      (Nearest.of(name, in: known).map { "did you mean \($0)? " } ?? "") + "there are \(known.joined(separator: ", "))"
    case .noMemory:
      "raise the limit (ulimit -v, or that of the container), take fewer rows (--rows), fewer figures or fewer spaces"
    case .rowsOutside(_, let items): "take rows from 0 to \(items): 0:\(items) are all of them"
    case .unknownPart(let key, let part, let known):
      known.isEmpty
        ? "add split to the dataset, a column that names the part of each item, or leave \(key) out"
        : (Nearest.of(part, in: known).map { "did you mean \($0)? " } ?? "") + "there are \(list(known))"
    case .fitOnOfSpace: "make it of the feature set, which `scale: l2` or `standardize` scales, or leave fit-on out"
    case .nothingClustered(_, _, _, let hint, _): hint
    case .tooManyClusters(_, let items): "give values of k of at most \(items)"
    case .nothingToChoose: "give more rows; `fusebench inspect` counts those that differ"
    }
  }

  private static func nameHint(_ rows: ReferenceCount, _ names: ReferenceCount) -> String {
    for side in [rows, names] where side.hasAssumedHeader && abs(rows.count - names.count) == 1 {
      return "the first line of \(side.file) is read as a header; if it is a row, set header: no (--header no on the "
        + "command line)"
    }
    return "give each row one name, in the same order"
  }
}

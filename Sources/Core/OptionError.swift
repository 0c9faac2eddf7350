/// An option that was given what it cannot be, rather than data that do not fit.
package struct OptionError: ExplainedError, Equatable {
  package enum Reason: Sendable, Equatable {
    case invalidOption(name: String, value: String, allowed: String)
    /// A word of an option that is none of those it may be.
    case unknownChoice(option: String, word: String, known: [String])
    /// A word that other clusterers take and this one does not.
    case choiceOfOthers(option: String, word: String, clusterer: String, known: [String])
    /// A score that fusebench computes, and that a run was not scored by; `known` are the run's own.
    case scoreNotInRun(option: String, score: String, known: [String])
    /// An option needs something beside it.
    case optionWithout(String, needed: String)
    /// An option of image files in a folder is given for a labelled set.
    case optionOfFolders(String, path: String, set: String)
    /// Options are given beside an experiment file or a stored run, `owner`, which holds what they set; `allowed` are those
    /// that can stand beside it.
    case optionsBeside(owner: String, names: [String], allowed: [String])
    /// Neither an experiment file nor one of some options is given.
    case nothingGiven(options: [String])
    /// An option or its value is written in another way than it has to be; `right` is the way, `cause` a sentence.
    case writtenOtherwise(option: String, value: String, cause: String, right: String)
    /// A sweep has other values than it takes.
    case valuesOfSweep(option: String, allowed: String, example: String)
    /// An option sets what no clusterer of the experiment has.
    case optionOfClusterers(String, having: [String])
    /// An option names a file to write that is also another one.
    case sameFile(option: String, path: String, other: String)
    /// An option sets what each clusterer that has it sets to another value itself.
    case optionOverruled(String, value: String, parameter: String, clusterers: [String])
  }

  package let reason: Reason

  package init(_ reason: Reason) { self.reason = reason }

  package var isWrongUsage: Bool { true }

  package var failure: String {
    switch reason {
    case .invalidOption(let name, let value, _), .writtenOtherwise(let name, let value, _, _):
      "cannot use \(name) \(value)"
    case .choiceOfOthers(let option, let word, _, _): "cannot use \(option) \(word)"
    case .unknownChoice(let option, let word, _): "cannot use \(option) \(word.isEmpty ? "\"\"" : word)"
    case .scoreNotInRun(let option, let score, _): "cannot use \(option) \(score)"
    case .optionOfFolders(let name, _, _), .optionOfClusterers(let name, _), .optionWithout(let name, _):
      "cannot use \(name)"
    case .optionOverruled(let name, let value, _, _), .sameFile(let name, let value, _): "cannot use \(name) \(value)"
    case .optionsBeside(let owner, let names, _): "cannot use \(list(names)) beside \(owner)"
    case .nothingGiven: "cannot compare anything"
    case .valuesOfSweep(let option, _, _): "cannot use --sweep \(option)"
    }
  }

  package var cause: String {
    switch reason {
    case .invalidOption(let name, let value, let allowed): "\(name) must be \(allowed), and is \(value)"
    case .choiceOfOthers(_, let word, let clusterer, let known):
      "\(clusterer) takes one of \(known.count) words, \(known.joined(separator: ", ")), and \(word) is not one of them"
    case .unknownChoice(let option, let word, let known):
      word.isEmpty
        ? "\(option) names 0 of \(known.count)"
        : "\(option) takes one of \(known.count) words, and \(word) is not one of them"
    case .scoreNotInRun(_, let score, let known):
      "the run was scored by \(counted(known.count, "score")), and \(score) is not one of them: "
        + known.joined(separator: ", ")
    case .optionWithout(let name, let needed): "\(name) needs \(needed), and there is none"
    case .optionOfFolders(let name, let path, let set):
      "\(name) is for folders of image files, and \(path) holds the labelled set \(set)"
    case .sameFile(_, let path, let other): "\(path) is \(other), which would be lost"
    case .optionOverruled(_, _, let parameter, let clusterers):
      "--clusterer sets another \(parameter), or what replaces it, for \(list(clusterers, limit: 5))"
    case .optionOfClusterers(let name, let having):
      "\(name) needs the clusterer \(list(having)), and the experiment has none"
    case .optionsBeside(let owner, _, _): "\(owner) holds the inputs and methods of the comparison"
    case .nothingGiven(let options): "there is no experiment file, and none of the options \(list(options))"
    case .valuesOfSweep(_, let allowed, _): "its values must be \(allowed)"
    case .writtenOtherwise(_, _, let cause, _): cause
    }
  }

  package var hint: String {
    switch reason {
    case .invalidOption(let name, _, let allowed): "set \(name) to \(allowed)"
    case .choiceOfOthers(let option, _, let clusterer, _):
      "set it for each clusterer, as in --clusterer \(clusterer):\(option.drop { $0 == "-" })=WORD"
    case .unknownChoice(_, let word, let known):
      (Nearest.of(word, in: known).map { "did you mean \($0)? " } ?? "") + "there are \(known.joined(separator: ", "))"
    case .scoreNotInRun(_, let score, let known):
      "name some of these, or score the stored labels anew, without clustering: run the experiment again with --scores "
        + (known + [score]).joined(separator: ",")
    case .optionWithout(let name, let needed): "leave \(name) out, or give \(needed)"
    case .optionOfFolders(let name, _, _): "leave \(name) out, or set --image-format to folder"
    case .sameFile(let name, _, _): "name another file for \(name)"
    case .optionOverruled(let name, _, let parameter, _): "leave out \(name), or \(parameter) in --clusterer"
    case .optionsBeside(let owner, let names, let allowed):
      "leave out \(list(names)) or \(owner); beside it there are \(list(allowed, limit: .max))"
    case .nothingGiven: "give an experiment file, or at least one of these options"
    case .valuesOfSweep(_, _, let example): "write them as in --sweep \(example)"
    case .writtenOtherwise(_, _, _, let right): "write \(right)"
    case .optionOfClusterers(let name, let having):
      having.isEmpty ? "leave \(name) out" : "leave \(name) out, or add --clusterer \(having[0])"
    }
  }
}

import {
  erf,
  formatType,
  sameShape,
  sizeOf
} from "./chunk-XRU6SZGH.js";

// src/parser/source.ts
function span(source, start, end) {
  return { source, start, end };
}
function cover(first2, last2) {
  return { source: first2.source, start: Math.min(first2.start, last2.start), end: Math.max(first2.end, last2.end) };
}
function textOf(at2) {
  return at2.source.text.slice(at2.start, at2.end);
}
var lineStarts = /* @__PURE__ */ new WeakMap();
function startsOf(source) {
  let starts = lineStarts.get(source);
  if (!starts) {
    const found = [0];
    for (let i = 0; i < source.text.length; i++) if (source.text.charCodeAt(i) === 10) found.push(i + 1);
    lineStarts.set(source, starts = found);
  }
  return starts;
}
function positionAt(source, offset) {
  const starts = startsOf(source);
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = low + high + 1 >> 1;
    if (starts[middle] <= offset) low = middle;
    else high = middle - 1;
  }
  return { line: low + 1, column: offset - starts[low] + 1 };
}
function lineText(source, line) {
  const starts = startsOf(source);
  const start = starts[line - 1] ?? source.text.length;
  const end = starts[line] ?? source.text.length;
  return source.text.slice(start, end).replace(/\r?\n$/, "");
}

// src/parser/cst.ts
var isNode = (element) => "children" in element;
function nodes(parent, name2) {
  return (parent?.children[name2] ?? []).filter(isNode);
}
function node(parent, name2) {
  return nodes(parent, name2)[0];
}
function tokens(parent, name2) {
  return (parent?.children[name2] ?? []).filter(
    (element) => !isNode(element) && !Number.isNaN(element.startOffset)
  );
}
function token(parent, name2) {
  return tokens(parent, name2)[0];
}
function spanOfNode(source, at2, before) {
  const location = at2?.location;
  if (!location || Number.isNaN(location.startOffset) || location.endOffset === void 0) {
    return span(source, before, before);
  }
  return span(source, location.startOffset, location.endOffset + 1);
}

// node_modules/lodash-es/_freeGlobal.js
var freeGlobal = typeof global == "object" && global && global.Object === Object && global;
var freeGlobal_default = freeGlobal;

// node_modules/lodash-es/_root.js
var freeSelf = typeof self == "object" && self && self.Object === Object && self;
var root = freeGlobal_default || freeSelf || Function("return this")();
var root_default = root;

// node_modules/lodash-es/_Symbol.js
var Symbol = root_default.Symbol;
var Symbol_default = Symbol;

// node_modules/lodash-es/_getRawTag.js
var objectProto = Object.prototype;
var hasOwnProperty = objectProto.hasOwnProperty;
var nativeObjectToString = objectProto.toString;
var symToStringTag = Symbol_default ? Symbol_default.toStringTag : void 0;
function getRawTag(value2) {
  var isOwn = hasOwnProperty.call(value2, symToStringTag), tag = value2[symToStringTag];
  try {
    value2[symToStringTag] = void 0;
    var unmasked = true;
  } catch (e) {
  }
  var result2 = nativeObjectToString.call(value2);
  if (unmasked) {
    if (isOwn) {
      value2[symToStringTag] = tag;
    } else {
      delete value2[symToStringTag];
    }
  }
  return result2;
}
var getRawTag_default = getRawTag;

// node_modules/lodash-es/_objectToString.js
var objectProto2 = Object.prototype;
var nativeObjectToString2 = objectProto2.toString;
function objectToString(value2) {
  return nativeObjectToString2.call(value2);
}
var objectToString_default = objectToString;

// node_modules/lodash-es/_baseGetTag.js
var nullTag = "[object Null]";
var undefinedTag = "[object Undefined]";
var symToStringTag2 = Symbol_default ? Symbol_default.toStringTag : void 0;
function baseGetTag(value2) {
  if (value2 == null) {
    return value2 === void 0 ? undefinedTag : nullTag;
  }
  return symToStringTag2 && symToStringTag2 in Object(value2) ? getRawTag_default(value2) : objectToString_default(value2);
}
var baseGetTag_default = baseGetTag;

// node_modules/lodash-es/isObjectLike.js
function isObjectLike(value2) {
  return value2 != null && typeof value2 == "object";
}
var isObjectLike_default = isObjectLike;

// node_modules/lodash-es/isSymbol.js
var symbolTag = "[object Symbol]";
function isSymbol(value2) {
  return typeof value2 == "symbol" || isObjectLike_default(value2) && baseGetTag_default(value2) == symbolTag;
}
var isSymbol_default = isSymbol;

// node_modules/lodash-es/_arrayMap.js
function arrayMap(array, iteratee) {
  var index2 = -1, length = array == null ? 0 : array.length, result2 = Array(length);
  while (++index2 < length) {
    result2[index2] = iteratee(array[index2], index2, array);
  }
  return result2;
}
var arrayMap_default = arrayMap;

// node_modules/lodash-es/isArray.js
var isArray = Array.isArray;
var isArray_default = isArray;

// node_modules/lodash-es/_baseToString.js
var INFINITY = 1 / 0;
var symbolProto = Symbol_default ? Symbol_default.prototype : void 0;
var symbolToString = symbolProto ? symbolProto.toString : void 0;
function baseToString(value2) {
  if (typeof value2 == "string") {
    return value2;
  }
  if (isArray_default(value2)) {
    return arrayMap_default(value2, baseToString) + "";
  }
  if (isSymbol_default(value2)) {
    return symbolToString ? symbolToString.call(value2) : "";
  }
  var result2 = value2 + "";
  return result2 == "0" && 1 / value2 == -INFINITY ? "-0" : result2;
}
var baseToString_default = baseToString;

// node_modules/lodash-es/_trimmedEndIndex.js
var reWhitespace = /\s/;
function trimmedEndIndex(string) {
  var index2 = string.length;
  while (index2-- && reWhitespace.test(string.charAt(index2))) {
  }
  return index2;
}
var trimmedEndIndex_default = trimmedEndIndex;

// node_modules/lodash-es/_baseTrim.js
var reTrimStart = /^\s+/;
function baseTrim(string) {
  return string ? string.slice(0, trimmedEndIndex_default(string) + 1).replace(reTrimStart, "") : string;
}
var baseTrim_default = baseTrim;

// node_modules/lodash-es/isObject.js
function isObject(value2) {
  var type2 = typeof value2;
  return value2 != null && (type2 == "object" || type2 == "function");
}
var isObject_default = isObject;

// node_modules/lodash-es/toNumber.js
var NAN = 0 / 0;
var reIsBadHex = /^[-+]0x[0-9a-f]+$/i;
var reIsBinary = /^0b[01]+$/i;
var reIsOctal = /^0o[0-7]+$/i;
var freeParseInt = parseInt;
function toNumber(value2) {
  if (typeof value2 == "number") {
    return value2;
  }
  if (isSymbol_default(value2)) {
    return NAN;
  }
  if (isObject_default(value2)) {
    var other = typeof value2.valueOf == "function" ? value2.valueOf() : value2;
    value2 = isObject_default(other) ? other + "" : other;
  }
  if (typeof value2 != "string") {
    return value2 === 0 ? value2 : +value2;
  }
  value2 = baseTrim_default(value2);
  var isBinary = reIsBinary.test(value2);
  return isBinary || reIsOctal.test(value2) ? freeParseInt(value2.slice(2), isBinary ? 2 : 8) : reIsBadHex.test(value2) ? NAN : +value2;
}
var toNumber_default = toNumber;

// node_modules/lodash-es/toFinite.js
var INFINITY2 = 1 / 0;
var MAX_INTEGER = 17976931348623157e292;
function toFinite(value2) {
  if (!value2) {
    return value2 === 0 ? value2 : 0;
  }
  value2 = toNumber_default(value2);
  if (value2 === INFINITY2 || value2 === -INFINITY2) {
    var sign = value2 < 0 ? -1 : 1;
    return sign * MAX_INTEGER;
  }
  return value2 === value2 ? value2 : 0;
}
var toFinite_default = toFinite;

// node_modules/lodash-es/toInteger.js
function toInteger(value2) {
  var result2 = toFinite_default(value2), remainder = result2 % 1;
  return result2 === result2 ? remainder ? result2 - remainder : result2 : 0;
}
var toInteger_default = toInteger;

// node_modules/lodash-es/identity.js
function identity(value2) {
  return value2;
}
var identity_default = identity;

// node_modules/lodash-es/isFunction.js
var asyncTag = "[object AsyncFunction]";
var funcTag = "[object Function]";
var genTag = "[object GeneratorFunction]";
var proxyTag = "[object Proxy]";
function isFunction(value2) {
  if (!isObject_default(value2)) {
    return false;
  }
  var tag = baseGetTag_default(value2);
  return tag == funcTag || tag == genTag || tag == asyncTag || tag == proxyTag;
}
var isFunction_default = isFunction;

// node_modules/lodash-es/_coreJsData.js
var coreJsData = root_default["__core-js_shared__"];
var coreJsData_default = coreJsData;

// node_modules/lodash-es/_isMasked.js
var maskSrcKey = (function() {
  var uid = /[^.]+$/.exec(coreJsData_default && coreJsData_default.keys && coreJsData_default.keys.IE_PROTO || "");
  return uid ? "Symbol(src)_1." + uid : "";
})();
function isMasked(func) {
  return !!maskSrcKey && maskSrcKey in func;
}
var isMasked_default = isMasked;

// node_modules/lodash-es/_toSource.js
var funcProto = Function.prototype;
var funcToString = funcProto.toString;
function toSource(func) {
  if (func != null) {
    try {
      return funcToString.call(func);
    } catch (e) {
    }
    try {
      return func + "";
    } catch (e) {
    }
  }
  return "";
}
var toSource_default = toSource;

// node_modules/lodash-es/_baseIsNative.js
var reRegExpChar = /[\\^$.*+?()[\]{}|]/g;
var reIsHostCtor = /^\[object .+?Constructor\]$/;
var funcProto2 = Function.prototype;
var objectProto3 = Object.prototype;
var funcToString2 = funcProto2.toString;
var hasOwnProperty2 = objectProto3.hasOwnProperty;
var reIsNative = RegExp(
  "^" + funcToString2.call(hasOwnProperty2).replace(reRegExpChar, "\\$&").replace(/hasOwnProperty|(function).*?(?=\\\()| for .+?(?=\\\])/g, "$1.*?") + "$"
);
function baseIsNative(value2) {
  if (!isObject_default(value2) || isMasked_default(value2)) {
    return false;
  }
  var pattern = isFunction_default(value2) ? reIsNative : reIsHostCtor;
  return pattern.test(toSource_default(value2));
}
var baseIsNative_default = baseIsNative;

// node_modules/lodash-es/_getValue.js
function getValue(object, key) {
  return object == null ? void 0 : object[key];
}
var getValue_default = getValue;

// node_modules/lodash-es/_getNative.js
function getNative(object, key) {
  var value2 = getValue_default(object, key);
  return baseIsNative_default(value2) ? value2 : void 0;
}
var getNative_default = getNative;

// node_modules/lodash-es/_WeakMap.js
var WeakMap2 = getNative_default(root_default, "WeakMap");
var WeakMap_default = WeakMap2;

// node_modules/lodash-es/_baseCreate.js
var objectCreate = Object.create;
var baseCreate = /* @__PURE__ */ (function() {
  function object() {
  }
  return function(proto) {
    if (!isObject_default(proto)) {
      return {};
    }
    if (objectCreate) {
      return objectCreate(proto);
    }
    object.prototype = proto;
    var result2 = new object();
    object.prototype = void 0;
    return result2;
  };
})();
var baseCreate_default = baseCreate;

// node_modules/lodash-es/_apply.js
function apply(func, thisArg, args) {
  switch (args.length) {
    case 0:
      return func.call(thisArg);
    case 1:
      return func.call(thisArg, args[0]);
    case 2:
      return func.call(thisArg, args[0], args[1]);
    case 3:
      return func.call(thisArg, args[0], args[1], args[2]);
  }
  return func.apply(thisArg, args);
}
var apply_default = apply;

// node_modules/lodash-es/noop.js
function noop() {
}
var noop_default = noop;

// node_modules/lodash-es/_copyArray.js
function copyArray(source, array) {
  var index2 = -1, length = source.length;
  array || (array = Array(length));
  while (++index2 < length) {
    array[index2] = source[index2];
  }
  return array;
}
var copyArray_default = copyArray;

// node_modules/lodash-es/_shortOut.js
var HOT_COUNT = 800;
var HOT_SPAN = 16;
var nativeNow = Date.now;
function shortOut(func) {
  var count = 0, lastCalled = 0;
  return function() {
    var stamp = nativeNow(), remaining = HOT_SPAN - (stamp - lastCalled);
    lastCalled = stamp;
    if (remaining > 0) {
      if (++count >= HOT_COUNT) {
        return arguments[0];
      }
    } else {
      count = 0;
    }
    return func.apply(void 0, arguments);
  };
}
var shortOut_default = shortOut;

// node_modules/lodash-es/constant.js
function constant(value2) {
  return function() {
    return value2;
  };
}
var constant_default = constant;

// node_modules/lodash-es/_defineProperty.js
var defineProperty = (function() {
  try {
    var func = getNative_default(Object, "defineProperty");
    func({}, "", {});
    return func;
  } catch (e) {
  }
})();
var defineProperty_default = defineProperty;

// node_modules/lodash-es/_baseSetToString.js
var baseSetToString = !defineProperty_default ? identity_default : function(func, string) {
  return defineProperty_default(func, "toString", {
    "configurable": true,
    "enumerable": false,
    "value": constant_default(string),
    "writable": true
  });
};
var baseSetToString_default = baseSetToString;

// node_modules/lodash-es/_setToString.js
var setToString = shortOut_default(baseSetToString_default);
var setToString_default = setToString;

// node_modules/lodash-es/_arrayEach.js
function arrayEach(array, iteratee) {
  var index2 = -1, length = array == null ? 0 : array.length;
  while (++index2 < length) {
    if (iteratee(array[index2], index2, array) === false) {
      break;
    }
  }
  return array;
}
var arrayEach_default = arrayEach;

// node_modules/lodash-es/_baseFindIndex.js
function baseFindIndex(array, predicate, fromIndex, fromRight) {
  var length = array.length, index2 = fromIndex + (fromRight ? 1 : -1);
  while (fromRight ? index2-- : ++index2 < length) {
    if (predicate(array[index2], index2, array)) {
      return index2;
    }
  }
  return -1;
}
var baseFindIndex_default = baseFindIndex;

// node_modules/lodash-es/_baseIsNaN.js
function baseIsNaN(value2) {
  return value2 !== value2;
}
var baseIsNaN_default = baseIsNaN;

// node_modules/lodash-es/_strictIndexOf.js
function strictIndexOf(array, value2, fromIndex) {
  var index2 = fromIndex - 1, length = array.length;
  while (++index2 < length) {
    if (array[index2] === value2) {
      return index2;
    }
  }
  return -1;
}
var strictIndexOf_default = strictIndexOf;

// node_modules/lodash-es/_baseIndexOf.js
function baseIndexOf(array, value2, fromIndex) {
  return value2 === value2 ? strictIndexOf_default(array, value2, fromIndex) : baseFindIndex_default(array, baseIsNaN_default, fromIndex);
}
var baseIndexOf_default = baseIndexOf;

// node_modules/lodash-es/_arrayIncludes.js
function arrayIncludes(array, value2) {
  var length = array == null ? 0 : array.length;
  return !!length && baseIndexOf_default(array, value2, 0) > -1;
}
var arrayIncludes_default = arrayIncludes;

// node_modules/lodash-es/_isIndex.js
var MAX_SAFE_INTEGER = 9007199254740991;
var reIsUint = /^(?:0|[1-9]\d*)$/;
function isIndex(value2, length) {
  var type2 = typeof value2;
  length = length == null ? MAX_SAFE_INTEGER : length;
  return !!length && (type2 == "number" || type2 != "symbol" && reIsUint.test(value2)) && (value2 > -1 && value2 % 1 == 0 && value2 < length);
}
var isIndex_default = isIndex;

// node_modules/lodash-es/_baseAssignValue.js
function baseAssignValue(object, key, value2) {
  if (key == "__proto__" && defineProperty_default) {
    defineProperty_default(object, key, {
      "configurable": true,
      "enumerable": true,
      "value": value2,
      "writable": true
    });
  } else {
    object[key] = value2;
  }
}
var baseAssignValue_default = baseAssignValue;

// node_modules/lodash-es/eq.js
function eq(value2, other) {
  return value2 === other || value2 !== value2 && other !== other;
}
var eq_default = eq;

// node_modules/lodash-es/_assignValue.js
var objectProto4 = Object.prototype;
var hasOwnProperty3 = objectProto4.hasOwnProperty;
function assignValue(object, key, value2) {
  var objValue = object[key];
  if (!(hasOwnProperty3.call(object, key) && eq_default(objValue, value2)) || value2 === void 0 && !(key in object)) {
    baseAssignValue_default(object, key, value2);
  }
}
var assignValue_default = assignValue;

// node_modules/lodash-es/_copyObject.js
function copyObject(source, props, object, customizer) {
  var isNew = !object;
  object || (object = {});
  var index2 = -1, length = props.length;
  while (++index2 < length) {
    var key = props[index2];
    var newValue = customizer ? customizer(object[key], source[key], key, object, source) : void 0;
    if (newValue === void 0) {
      newValue = source[key];
    }
    if (isNew) {
      baseAssignValue_default(object, key, newValue);
    } else {
      assignValue_default(object, key, newValue);
    }
  }
  return object;
}
var copyObject_default = copyObject;

// node_modules/lodash-es/_overRest.js
var nativeMax = Math.max;
function overRest(func, start, transform) {
  start = nativeMax(start === void 0 ? func.length - 1 : start, 0);
  return function() {
    var args = arguments, index2 = -1, length = nativeMax(args.length - start, 0), array = Array(length);
    while (++index2 < length) {
      array[index2] = args[start + index2];
    }
    index2 = -1;
    var otherArgs = Array(start + 1);
    while (++index2 < start) {
      otherArgs[index2] = args[index2];
    }
    otherArgs[start] = transform(array);
    return apply_default(func, this, otherArgs);
  };
}
var overRest_default = overRest;

// node_modules/lodash-es/_baseRest.js
function baseRest(func, start) {
  return setToString_default(overRest_default(func, start, identity_default), func + "");
}
var baseRest_default = baseRest;

// node_modules/lodash-es/isLength.js
var MAX_SAFE_INTEGER2 = 9007199254740991;
function isLength(value2) {
  return typeof value2 == "number" && value2 > -1 && value2 % 1 == 0 && value2 <= MAX_SAFE_INTEGER2;
}
var isLength_default = isLength;

// node_modules/lodash-es/isArrayLike.js
function isArrayLike(value2) {
  return value2 != null && isLength_default(value2.length) && !isFunction_default(value2);
}
var isArrayLike_default = isArrayLike;

// node_modules/lodash-es/_isIterateeCall.js
function isIterateeCall(value2, index2, object) {
  if (!isObject_default(object)) {
    return false;
  }
  var type2 = typeof index2;
  if (type2 == "number" ? isArrayLike_default(object) && isIndex_default(index2, object.length) : type2 == "string" && index2 in object) {
    return eq_default(object[index2], value2);
  }
  return false;
}
var isIterateeCall_default = isIterateeCall;

// node_modules/lodash-es/_createAssigner.js
function createAssigner(assigner) {
  return baseRest_default(function(object, sources) {
    var index2 = -1, length = sources.length, customizer = length > 1 ? sources[length - 1] : void 0, guard = length > 2 ? sources[2] : void 0;
    customizer = assigner.length > 3 && typeof customizer == "function" ? (length--, customizer) : void 0;
    if (guard && isIterateeCall_default(sources[0], sources[1], guard)) {
      customizer = length < 3 ? void 0 : customizer;
      length = 1;
    }
    object = Object(object);
    while (++index2 < length) {
      var source = sources[index2];
      if (source) {
        assigner(object, source, index2, customizer);
      }
    }
    return object;
  });
}
var createAssigner_default = createAssigner;

// node_modules/lodash-es/_isPrototype.js
var objectProto5 = Object.prototype;
function isPrototype(value2) {
  var Ctor = value2 && value2.constructor, proto = typeof Ctor == "function" && Ctor.prototype || objectProto5;
  return value2 === proto;
}
var isPrototype_default = isPrototype;

// node_modules/lodash-es/_baseTimes.js
function baseTimes(n, iteratee) {
  var index2 = -1, result2 = Array(n);
  while (++index2 < n) {
    result2[index2] = iteratee(index2);
  }
  return result2;
}
var baseTimes_default = baseTimes;

// node_modules/lodash-es/_baseIsArguments.js
var argsTag = "[object Arguments]";
function baseIsArguments(value2) {
  return isObjectLike_default(value2) && baseGetTag_default(value2) == argsTag;
}
var baseIsArguments_default = baseIsArguments;

// node_modules/lodash-es/isArguments.js
var objectProto6 = Object.prototype;
var hasOwnProperty4 = objectProto6.hasOwnProperty;
var propertyIsEnumerable = objectProto6.propertyIsEnumerable;
var isArguments = baseIsArguments_default(/* @__PURE__ */ (function() {
  return arguments;
})()) ? baseIsArguments_default : function(value2) {
  return isObjectLike_default(value2) && hasOwnProperty4.call(value2, "callee") && !propertyIsEnumerable.call(value2, "callee");
};
var isArguments_default = isArguments;

// node_modules/lodash-es/stubFalse.js
function stubFalse() {
  return false;
}
var stubFalse_default = stubFalse;

// node_modules/lodash-es/isBuffer.js
var freeExports = typeof exports == "object" && exports && !exports.nodeType && exports;
var freeModule = freeExports && typeof module == "object" && module && !module.nodeType && module;
var moduleExports = freeModule && freeModule.exports === freeExports;
var Buffer = moduleExports ? root_default.Buffer : void 0;
var nativeIsBuffer = Buffer ? Buffer.isBuffer : void 0;
var isBuffer = nativeIsBuffer || stubFalse_default;
var isBuffer_default = isBuffer;

// node_modules/lodash-es/_baseIsTypedArray.js
var argsTag2 = "[object Arguments]";
var arrayTag = "[object Array]";
var boolTag = "[object Boolean]";
var dateTag = "[object Date]";
var errorTag = "[object Error]";
var funcTag2 = "[object Function]";
var mapTag = "[object Map]";
var numberTag = "[object Number]";
var objectTag = "[object Object]";
var regexpTag = "[object RegExp]";
var setTag = "[object Set]";
var stringTag = "[object String]";
var weakMapTag = "[object WeakMap]";
var arrayBufferTag = "[object ArrayBuffer]";
var dataViewTag = "[object DataView]";
var float32Tag = "[object Float32Array]";
var float64Tag = "[object Float64Array]";
var int8Tag = "[object Int8Array]";
var int16Tag = "[object Int16Array]";
var int32Tag = "[object Int32Array]";
var uint8Tag = "[object Uint8Array]";
var uint8ClampedTag = "[object Uint8ClampedArray]";
var uint16Tag = "[object Uint16Array]";
var uint32Tag = "[object Uint32Array]";
var typedArrayTags = {};
typedArrayTags[float32Tag] = typedArrayTags[float64Tag] = typedArrayTags[int8Tag] = typedArrayTags[int16Tag] = typedArrayTags[int32Tag] = typedArrayTags[uint8Tag] = typedArrayTags[uint8ClampedTag] = typedArrayTags[uint16Tag] = typedArrayTags[uint32Tag] = true;
typedArrayTags[argsTag2] = typedArrayTags[arrayTag] = typedArrayTags[arrayBufferTag] = typedArrayTags[boolTag] = typedArrayTags[dataViewTag] = typedArrayTags[dateTag] = typedArrayTags[errorTag] = typedArrayTags[funcTag2] = typedArrayTags[mapTag] = typedArrayTags[numberTag] = typedArrayTags[objectTag] = typedArrayTags[regexpTag] = typedArrayTags[setTag] = typedArrayTags[stringTag] = typedArrayTags[weakMapTag] = false;
function baseIsTypedArray(value2) {
  return isObjectLike_default(value2) && isLength_default(value2.length) && !!typedArrayTags[baseGetTag_default(value2)];
}
var baseIsTypedArray_default = baseIsTypedArray;

// node_modules/lodash-es/_baseUnary.js
function baseUnary(func) {
  return function(value2) {
    return func(value2);
  };
}
var baseUnary_default = baseUnary;

// node_modules/lodash-es/_nodeUtil.js
var freeExports2 = typeof exports == "object" && exports && !exports.nodeType && exports;
var freeModule2 = freeExports2 && typeof module == "object" && module && !module.nodeType && module;
var moduleExports2 = freeModule2 && freeModule2.exports === freeExports2;
var freeProcess = moduleExports2 && freeGlobal_default.process;
var nodeUtil = (function() {
  try {
    var types = freeModule2 && freeModule2.require && freeModule2.require("util").types;
    if (types) {
      return types;
    }
    return freeProcess && freeProcess.binding && freeProcess.binding("util");
  } catch (e) {
  }
})();
var nodeUtil_default = nodeUtil;

// node_modules/lodash-es/isTypedArray.js
var nodeIsTypedArray = nodeUtil_default && nodeUtil_default.isTypedArray;
var isTypedArray = nodeIsTypedArray ? baseUnary_default(nodeIsTypedArray) : baseIsTypedArray_default;
var isTypedArray_default = isTypedArray;

// node_modules/lodash-es/_arrayLikeKeys.js
var objectProto7 = Object.prototype;
var hasOwnProperty5 = objectProto7.hasOwnProperty;
function arrayLikeKeys(value2, inherited) {
  var isArr = isArray_default(value2), isArg = !isArr && isArguments_default(value2), isBuff = !isArr && !isArg && isBuffer_default(value2), isType = !isArr && !isArg && !isBuff && isTypedArray_default(value2), skipIndexes = isArr || isArg || isBuff || isType, result2 = skipIndexes ? baseTimes_default(value2.length, String) : [], length = result2.length;
  for (var key in value2) {
    if ((inherited || hasOwnProperty5.call(value2, key)) && !(skipIndexes && // Safari 9 has enumerable `arguments.length` in strict mode.
    (key == "length" || // Node.js 0.10 has enumerable non-index properties on buffers.
    isBuff && (key == "offset" || key == "parent") || // PhantomJS 2 has enumerable non-index properties on typed arrays.
    isType && (key == "buffer" || key == "byteLength" || key == "byteOffset") || // Skip index properties.
    isIndex_default(key, length)))) {
      result2.push(key);
    }
  }
  return result2;
}
var arrayLikeKeys_default = arrayLikeKeys;

// node_modules/lodash-es/_overArg.js
function overArg(func, transform) {
  return function(arg) {
    return func(transform(arg));
  };
}
var overArg_default = overArg;

// node_modules/lodash-es/_nativeKeys.js
var nativeKeys = overArg_default(Object.keys, Object);
var nativeKeys_default = nativeKeys;

// node_modules/lodash-es/_baseKeys.js
var objectProto8 = Object.prototype;
var hasOwnProperty6 = objectProto8.hasOwnProperty;
function baseKeys(object) {
  if (!isPrototype_default(object)) {
    return nativeKeys_default(object);
  }
  var result2 = [];
  for (var key in Object(object)) {
    if (hasOwnProperty6.call(object, key) && key != "constructor") {
      result2.push(key);
    }
  }
  return result2;
}
var baseKeys_default = baseKeys;

// node_modules/lodash-es/keys.js
function keys(object) {
  return isArrayLike_default(object) ? arrayLikeKeys_default(object) : baseKeys_default(object);
}
var keys_default = keys;

// node_modules/lodash-es/assign.js
var objectProto9 = Object.prototype;
var hasOwnProperty7 = objectProto9.hasOwnProperty;
var assign = createAssigner_default(function(object, source) {
  if (isPrototype_default(source) || isArrayLike_default(source)) {
    copyObject_default(source, keys_default(source), object);
    return;
  }
  for (var key in source) {
    if (hasOwnProperty7.call(source, key)) {
      assignValue_default(object, key, source[key]);
    }
  }
});
var assign_default = assign;

// node_modules/lodash-es/_nativeKeysIn.js
function nativeKeysIn(object) {
  var result2 = [];
  if (object != null) {
    for (var key in Object(object)) {
      result2.push(key);
    }
  }
  return result2;
}
var nativeKeysIn_default = nativeKeysIn;

// node_modules/lodash-es/_baseKeysIn.js
var objectProto10 = Object.prototype;
var hasOwnProperty8 = objectProto10.hasOwnProperty;
function baseKeysIn(object) {
  if (!isObject_default(object)) {
    return nativeKeysIn_default(object);
  }
  var isProto = isPrototype_default(object), result2 = [];
  for (var key in object) {
    if (!(key == "constructor" && (isProto || !hasOwnProperty8.call(object, key)))) {
      result2.push(key);
    }
  }
  return result2;
}
var baseKeysIn_default = baseKeysIn;

// node_modules/lodash-es/keysIn.js
function keysIn(object) {
  return isArrayLike_default(object) ? arrayLikeKeys_default(object, true) : baseKeysIn_default(object);
}
var keysIn_default = keysIn;

// node_modules/lodash-es/_isKey.js
var reIsDeepProp = /\.|\[(?:[^[\]]*|(["'])(?:(?!\1)[^\\]|\\.)*?\1)\]/;
var reIsPlainProp = /^\w*$/;
function isKey(value2, object) {
  if (isArray_default(value2)) {
    return false;
  }
  var type2 = typeof value2;
  if (type2 == "number" || type2 == "symbol" || type2 == "boolean" || value2 == null || isSymbol_default(value2)) {
    return true;
  }
  return reIsPlainProp.test(value2) || !reIsDeepProp.test(value2) || object != null && value2 in Object(object);
}
var isKey_default = isKey;

// node_modules/lodash-es/_nativeCreate.js
var nativeCreate = getNative_default(Object, "create");
var nativeCreate_default = nativeCreate;

// node_modules/lodash-es/_hashClear.js
function hashClear() {
  this.__data__ = nativeCreate_default ? nativeCreate_default(null) : {};
  this.size = 0;
}
var hashClear_default = hashClear;

// node_modules/lodash-es/_hashDelete.js
function hashDelete(key) {
  var result2 = this.has(key) && delete this.__data__[key];
  this.size -= result2 ? 1 : 0;
  return result2;
}
var hashDelete_default = hashDelete;

// node_modules/lodash-es/_hashGet.js
var HASH_UNDEFINED = "__lodash_hash_undefined__";
var objectProto11 = Object.prototype;
var hasOwnProperty9 = objectProto11.hasOwnProperty;
function hashGet(key) {
  var data2 = this.__data__;
  if (nativeCreate_default) {
    var result2 = data2[key];
    return result2 === HASH_UNDEFINED ? void 0 : result2;
  }
  return hasOwnProperty9.call(data2, key) ? data2[key] : void 0;
}
var hashGet_default = hashGet;

// node_modules/lodash-es/_hashHas.js
var objectProto12 = Object.prototype;
var hasOwnProperty10 = objectProto12.hasOwnProperty;
function hashHas(key) {
  var data2 = this.__data__;
  return nativeCreate_default ? data2[key] !== void 0 : hasOwnProperty10.call(data2, key);
}
var hashHas_default = hashHas;

// node_modules/lodash-es/_hashSet.js
var HASH_UNDEFINED2 = "__lodash_hash_undefined__";
function hashSet(key, value2) {
  var data2 = this.__data__;
  this.size += this.has(key) ? 0 : 1;
  data2[key] = nativeCreate_default && value2 === void 0 ? HASH_UNDEFINED2 : value2;
  return this;
}
var hashSet_default = hashSet;

// node_modules/lodash-es/_Hash.js
function Hash(entries) {
  var index2 = -1, length = entries == null ? 0 : entries.length;
  this.clear();
  while (++index2 < length) {
    var entry = entries[index2];
    this.set(entry[0], entry[1]);
  }
}
Hash.prototype.clear = hashClear_default;
Hash.prototype["delete"] = hashDelete_default;
Hash.prototype.get = hashGet_default;
Hash.prototype.has = hashHas_default;
Hash.prototype.set = hashSet_default;
var Hash_default = Hash;

// node_modules/lodash-es/_listCacheClear.js
function listCacheClear() {
  this.__data__ = [];
  this.size = 0;
}
var listCacheClear_default = listCacheClear;

// node_modules/lodash-es/_assocIndexOf.js
function assocIndexOf(array, key) {
  var length = array.length;
  while (length--) {
    if (eq_default(array[length][0], key)) {
      return length;
    }
  }
  return -1;
}
var assocIndexOf_default = assocIndexOf;

// node_modules/lodash-es/_listCacheDelete.js
var arrayProto = Array.prototype;
var splice = arrayProto.splice;
function listCacheDelete(key) {
  var data2 = this.__data__, index2 = assocIndexOf_default(data2, key);
  if (index2 < 0) {
    return false;
  }
  var lastIndex = data2.length - 1;
  if (index2 == lastIndex) {
    data2.pop();
  } else {
    splice.call(data2, index2, 1);
  }
  --this.size;
  return true;
}
var listCacheDelete_default = listCacheDelete;

// node_modules/lodash-es/_listCacheGet.js
function listCacheGet(key) {
  var data2 = this.__data__, index2 = assocIndexOf_default(data2, key);
  return index2 < 0 ? void 0 : data2[index2][1];
}
var listCacheGet_default = listCacheGet;

// node_modules/lodash-es/_listCacheHas.js
function listCacheHas(key) {
  return assocIndexOf_default(this.__data__, key) > -1;
}
var listCacheHas_default = listCacheHas;

// node_modules/lodash-es/_listCacheSet.js
function listCacheSet(key, value2) {
  var data2 = this.__data__, index2 = assocIndexOf_default(data2, key);
  if (index2 < 0) {
    ++this.size;
    data2.push([key, value2]);
  } else {
    data2[index2][1] = value2;
  }
  return this;
}
var listCacheSet_default = listCacheSet;

// node_modules/lodash-es/_ListCache.js
function ListCache(entries) {
  var index2 = -1, length = entries == null ? 0 : entries.length;
  this.clear();
  while (++index2 < length) {
    var entry = entries[index2];
    this.set(entry[0], entry[1]);
  }
}
ListCache.prototype.clear = listCacheClear_default;
ListCache.prototype["delete"] = listCacheDelete_default;
ListCache.prototype.get = listCacheGet_default;
ListCache.prototype.has = listCacheHas_default;
ListCache.prototype.set = listCacheSet_default;
var ListCache_default = ListCache;

// node_modules/lodash-es/_Map.js
var Map2 = getNative_default(root_default, "Map");
var Map_default = Map2;

// node_modules/lodash-es/_mapCacheClear.js
function mapCacheClear() {
  this.size = 0;
  this.__data__ = {
    "hash": new Hash_default(),
    "map": new (Map_default || ListCache_default)(),
    "string": new Hash_default()
  };
}
var mapCacheClear_default = mapCacheClear;

// node_modules/lodash-es/_isKeyable.js
function isKeyable(value2) {
  var type2 = typeof value2;
  return type2 == "string" || type2 == "number" || type2 == "symbol" || type2 == "boolean" ? value2 !== "__proto__" : value2 === null;
}
var isKeyable_default = isKeyable;

// node_modules/lodash-es/_getMapData.js
function getMapData(map4, key) {
  var data2 = map4.__data__;
  return isKeyable_default(key) ? data2[typeof key == "string" ? "string" : "hash"] : data2.map;
}
var getMapData_default = getMapData;

// node_modules/lodash-es/_mapCacheDelete.js
function mapCacheDelete(key) {
  var result2 = getMapData_default(this, key)["delete"](key);
  this.size -= result2 ? 1 : 0;
  return result2;
}
var mapCacheDelete_default = mapCacheDelete;

// node_modules/lodash-es/_mapCacheGet.js
function mapCacheGet(key) {
  return getMapData_default(this, key).get(key);
}
var mapCacheGet_default = mapCacheGet;

// node_modules/lodash-es/_mapCacheHas.js
function mapCacheHas(key) {
  return getMapData_default(this, key).has(key);
}
var mapCacheHas_default = mapCacheHas;

// node_modules/lodash-es/_mapCacheSet.js
function mapCacheSet(key, value2) {
  var data2 = getMapData_default(this, key), size3 = data2.size;
  data2.set(key, value2);
  this.size += data2.size == size3 ? 0 : 1;
  return this;
}
var mapCacheSet_default = mapCacheSet;

// node_modules/lodash-es/_MapCache.js
function MapCache(entries) {
  var index2 = -1, length = entries == null ? 0 : entries.length;
  this.clear();
  while (++index2 < length) {
    var entry = entries[index2];
    this.set(entry[0], entry[1]);
  }
}
MapCache.prototype.clear = mapCacheClear_default;
MapCache.prototype["delete"] = mapCacheDelete_default;
MapCache.prototype.get = mapCacheGet_default;
MapCache.prototype.has = mapCacheHas_default;
MapCache.prototype.set = mapCacheSet_default;
var MapCache_default = MapCache;

// node_modules/lodash-es/memoize.js
var FUNC_ERROR_TEXT = "Expected a function";
function memoize(func, resolver) {
  if (typeof func != "function" || resolver != null && typeof resolver != "function") {
    throw new TypeError(FUNC_ERROR_TEXT);
  }
  var memoized = function() {
    var args = arguments, key = resolver ? resolver.apply(this, args) : args[0], cache = memoized.cache;
    if (cache.has(key)) {
      return cache.get(key);
    }
    var result2 = func.apply(this, args);
    memoized.cache = cache.set(key, result2) || cache;
    return result2;
  };
  memoized.cache = new (memoize.Cache || MapCache_default)();
  return memoized;
}
memoize.Cache = MapCache_default;
var memoize_default = memoize;

// node_modules/lodash-es/_memoizeCapped.js
var MAX_MEMOIZE_SIZE = 500;
function memoizeCapped(func) {
  var result2 = memoize_default(func, function(key) {
    if (cache.size === MAX_MEMOIZE_SIZE) {
      cache.clear();
    }
    return key;
  });
  var cache = result2.cache;
  return result2;
}
var memoizeCapped_default = memoizeCapped;

// node_modules/lodash-es/_stringToPath.js
var rePropName = /[^.[\]]+|\[(?:(-?\d+(?:\.\d+)?)|(["'])((?:(?!\2)[^\\]|\\.)*?)\2)\]|(?=(?:\.|\[\])(?:\.|\[\]|$))/g;
var reEscapeChar = /\\(\\)?/g;
var stringToPath = memoizeCapped_default(function(string) {
  var result2 = [];
  if (string.charCodeAt(0) === 46) {
    result2.push("");
  }
  string.replace(rePropName, function(match, number3, quote, subString) {
    result2.push(quote ? subString.replace(reEscapeChar, "$1") : number3 || match);
  });
  return result2;
});
var stringToPath_default = stringToPath;

// node_modules/lodash-es/toString.js
function toString(value2) {
  return value2 == null ? "" : baseToString_default(value2);
}
var toString_default = toString;

// node_modules/lodash-es/_castPath.js
function castPath(value2, object) {
  if (isArray_default(value2)) {
    return value2;
  }
  return isKey_default(value2, object) ? [value2] : stringToPath_default(toString_default(value2));
}
var castPath_default = castPath;

// node_modules/lodash-es/_toKey.js
var INFINITY3 = 1 / 0;
function toKey(value2) {
  if (typeof value2 == "string" || isSymbol_default(value2)) {
    return value2;
  }
  var result2 = value2 + "";
  return result2 == "0" && 1 / value2 == -INFINITY3 ? "-0" : result2;
}
var toKey_default = toKey;

// node_modules/lodash-es/_baseGet.js
function baseGet(object, path) {
  path = castPath_default(path, object);
  var index2 = 0, length = path.length;
  while (object != null && index2 < length) {
    object = object[toKey_default(path[index2++])];
  }
  return index2 && index2 == length ? object : void 0;
}
var baseGet_default = baseGet;

// node_modules/lodash-es/get.js
function get(object, path, defaultValue) {
  var result2 = object == null ? void 0 : baseGet_default(object, path);
  return result2 === void 0 ? defaultValue : result2;
}
var get_default = get;

// node_modules/lodash-es/_arrayPush.js
function arrayPush(array, values2) {
  var index2 = -1, length = values2.length, offset = array.length;
  while (++index2 < length) {
    array[offset + index2] = values2[index2];
  }
  return array;
}
var arrayPush_default = arrayPush;

// node_modules/lodash-es/_isFlattenable.js
var spreadableSymbol = Symbol_default ? Symbol_default.isConcatSpreadable : void 0;
function isFlattenable(value2) {
  return isArray_default(value2) || isArguments_default(value2) || !!(spreadableSymbol && value2 && value2[spreadableSymbol]);
}
var isFlattenable_default = isFlattenable;

// node_modules/lodash-es/_baseFlatten.js
function baseFlatten(array, depth, predicate, isStrict, result2) {
  var index2 = -1, length = array.length;
  predicate || (predicate = isFlattenable_default);
  result2 || (result2 = []);
  while (++index2 < length) {
    var value2 = array[index2];
    if (depth > 0 && predicate(value2)) {
      if (depth > 1) {
        baseFlatten(value2, depth - 1, predicate, isStrict, result2);
      } else {
        arrayPush_default(result2, value2);
      }
    } else if (!isStrict) {
      result2[result2.length] = value2;
    }
  }
  return result2;
}
var baseFlatten_default = baseFlatten;

// node_modules/lodash-es/flatten.js
function flatten(array) {
  var length = array == null ? 0 : array.length;
  return length ? baseFlatten_default(array, 1) : [];
}
var flatten_default = flatten;

// node_modules/lodash-es/_getPrototype.js
var getPrototype = overArg_default(Object.getPrototypeOf, Object);
var getPrototype_default = getPrototype;

// node_modules/lodash-es/_baseSlice.js
function baseSlice(array, start, end) {
  var index2 = -1, length = array.length;
  if (start < 0) {
    start = -start > length ? 0 : length + start;
  }
  end = end > length ? length : end;
  if (end < 0) {
    end += length;
  }
  length = start > end ? 0 : end - start >>> 0;
  start >>>= 0;
  var result2 = Array(length);
  while (++index2 < length) {
    result2[index2] = array[index2 + start];
  }
  return result2;
}
var baseSlice_default = baseSlice;

// node_modules/lodash-es/_arrayReduce.js
function arrayReduce(array, iteratee, accumulator, initAccum) {
  var index2 = -1, length = array == null ? 0 : array.length;
  if (initAccum && length) {
    accumulator = array[++index2];
  }
  while (++index2 < length) {
    accumulator = iteratee(accumulator, array[index2], index2, array);
  }
  return accumulator;
}
var arrayReduce_default = arrayReduce;

// node_modules/lodash-es/_stackClear.js
function stackClear() {
  this.__data__ = new ListCache_default();
  this.size = 0;
}
var stackClear_default = stackClear;

// node_modules/lodash-es/_stackDelete.js
function stackDelete(key) {
  var data2 = this.__data__, result2 = data2["delete"](key);
  this.size = data2.size;
  return result2;
}
var stackDelete_default = stackDelete;

// node_modules/lodash-es/_stackGet.js
function stackGet(key) {
  return this.__data__.get(key);
}
var stackGet_default = stackGet;

// node_modules/lodash-es/_stackHas.js
function stackHas(key) {
  return this.__data__.has(key);
}
var stackHas_default = stackHas;

// node_modules/lodash-es/_stackSet.js
var LARGE_ARRAY_SIZE = 200;
function stackSet(key, value2) {
  var data2 = this.__data__;
  if (data2 instanceof ListCache_default) {
    var pairs = data2.__data__;
    if (!Map_default || pairs.length < LARGE_ARRAY_SIZE - 1) {
      pairs.push([key, value2]);
      this.size = ++data2.size;
      return this;
    }
    data2 = this.__data__ = new MapCache_default(pairs);
  }
  data2.set(key, value2);
  this.size = data2.size;
  return this;
}
var stackSet_default = stackSet;

// node_modules/lodash-es/_Stack.js
function Stack(entries) {
  var data2 = this.__data__ = new ListCache_default(entries);
  this.size = data2.size;
}
Stack.prototype.clear = stackClear_default;
Stack.prototype["delete"] = stackDelete_default;
Stack.prototype.get = stackGet_default;
Stack.prototype.has = stackHas_default;
Stack.prototype.set = stackSet_default;
var Stack_default = Stack;

// node_modules/lodash-es/_baseAssign.js
function baseAssign(object, source) {
  return object && copyObject_default(source, keys_default(source), object);
}
var baseAssign_default = baseAssign;

// node_modules/lodash-es/_baseAssignIn.js
function baseAssignIn(object, source) {
  return object && copyObject_default(source, keysIn_default(source), object);
}
var baseAssignIn_default = baseAssignIn;

// node_modules/lodash-es/_cloneBuffer.js
var freeExports3 = typeof exports == "object" && exports && !exports.nodeType && exports;
var freeModule3 = freeExports3 && typeof module == "object" && module && !module.nodeType && module;
var moduleExports3 = freeModule3 && freeModule3.exports === freeExports3;
var Buffer2 = moduleExports3 ? root_default.Buffer : void 0;
var allocUnsafe = Buffer2 ? Buffer2.allocUnsafe : void 0;
function cloneBuffer(buffer, isDeep) {
  if (isDeep) {
    return buffer.slice();
  }
  var length = buffer.length, result2 = allocUnsafe ? allocUnsafe(length) : new buffer.constructor(length);
  buffer.copy(result2);
  return result2;
}
var cloneBuffer_default = cloneBuffer;

// node_modules/lodash-es/_arrayFilter.js
function arrayFilter(array, predicate) {
  var index2 = -1, length = array == null ? 0 : array.length, resIndex = 0, result2 = [];
  while (++index2 < length) {
    var value2 = array[index2];
    if (predicate(value2, index2, array)) {
      result2[resIndex++] = value2;
    }
  }
  return result2;
}
var arrayFilter_default = arrayFilter;

// node_modules/lodash-es/stubArray.js
function stubArray() {
  return [];
}
var stubArray_default = stubArray;

// node_modules/lodash-es/_getSymbols.js
var objectProto13 = Object.prototype;
var propertyIsEnumerable2 = objectProto13.propertyIsEnumerable;
var nativeGetSymbols = Object.getOwnPropertySymbols;
var getSymbols = !nativeGetSymbols ? stubArray_default : function(object) {
  if (object == null) {
    return [];
  }
  object = Object(object);
  return arrayFilter_default(nativeGetSymbols(object), function(symbol2) {
    return propertyIsEnumerable2.call(object, symbol2);
  });
};
var getSymbols_default = getSymbols;

// node_modules/lodash-es/_copySymbols.js
function copySymbols(source, object) {
  return copyObject_default(source, getSymbols_default(source), object);
}
var copySymbols_default = copySymbols;

// node_modules/lodash-es/_getSymbolsIn.js
var nativeGetSymbols2 = Object.getOwnPropertySymbols;
var getSymbolsIn = !nativeGetSymbols2 ? stubArray_default : function(object) {
  var result2 = [];
  while (object) {
    arrayPush_default(result2, getSymbols_default(object));
    object = getPrototype_default(object);
  }
  return result2;
};
var getSymbolsIn_default = getSymbolsIn;

// node_modules/lodash-es/_copySymbolsIn.js
function copySymbolsIn(source, object) {
  return copyObject_default(source, getSymbolsIn_default(source), object);
}
var copySymbolsIn_default = copySymbolsIn;

// node_modules/lodash-es/_baseGetAllKeys.js
function baseGetAllKeys(object, keysFunc, symbolsFunc) {
  var result2 = keysFunc(object);
  return isArray_default(object) ? result2 : arrayPush_default(result2, symbolsFunc(object));
}
var baseGetAllKeys_default = baseGetAllKeys;

// node_modules/lodash-es/_getAllKeys.js
function getAllKeys(object) {
  return baseGetAllKeys_default(object, keys_default, getSymbols_default);
}
var getAllKeys_default = getAllKeys;

// node_modules/lodash-es/_getAllKeysIn.js
function getAllKeysIn(object) {
  return baseGetAllKeys_default(object, keysIn_default, getSymbolsIn_default);
}
var getAllKeysIn_default = getAllKeysIn;

// node_modules/lodash-es/_DataView.js
var DataView = getNative_default(root_default, "DataView");
var DataView_default = DataView;

// node_modules/lodash-es/_Promise.js
var Promise2 = getNative_default(root_default, "Promise");
var Promise_default = Promise2;

// node_modules/lodash-es/_Set.js
var Set2 = getNative_default(root_default, "Set");
var Set_default = Set2;

// node_modules/lodash-es/_getTag.js
var mapTag2 = "[object Map]";
var objectTag2 = "[object Object]";
var promiseTag = "[object Promise]";
var setTag2 = "[object Set]";
var weakMapTag2 = "[object WeakMap]";
var dataViewTag2 = "[object DataView]";
var dataViewCtorString = toSource_default(DataView_default);
var mapCtorString = toSource_default(Map_default);
var promiseCtorString = toSource_default(Promise_default);
var setCtorString = toSource_default(Set_default);
var weakMapCtorString = toSource_default(WeakMap_default);
var getTag = baseGetTag_default;
if (DataView_default && getTag(new DataView_default(new ArrayBuffer(1))) != dataViewTag2 || Map_default && getTag(new Map_default()) != mapTag2 || Promise_default && getTag(Promise_default.resolve()) != promiseTag || Set_default && getTag(new Set_default()) != setTag2 || WeakMap_default && getTag(new WeakMap_default()) != weakMapTag2) {
  getTag = function(value2) {
    var result2 = baseGetTag_default(value2), Ctor = result2 == objectTag2 ? value2.constructor : void 0, ctorString = Ctor ? toSource_default(Ctor) : "";
    if (ctorString) {
      switch (ctorString) {
        case dataViewCtorString:
          return dataViewTag2;
        case mapCtorString:
          return mapTag2;
        case promiseCtorString:
          return promiseTag;
        case setCtorString:
          return setTag2;
        case weakMapCtorString:
          return weakMapTag2;
      }
    }
    return result2;
  };
}
var getTag_default = getTag;

// node_modules/lodash-es/_initCloneArray.js
var objectProto14 = Object.prototype;
var hasOwnProperty11 = objectProto14.hasOwnProperty;
function initCloneArray(array) {
  var length = array.length, result2 = new array.constructor(length);
  if (length && typeof array[0] == "string" && hasOwnProperty11.call(array, "index")) {
    result2.index = array.index;
    result2.input = array.input;
  }
  return result2;
}
var initCloneArray_default = initCloneArray;

// node_modules/lodash-es/_Uint8Array.js
var Uint8Array2 = root_default.Uint8Array;
var Uint8Array_default = Uint8Array2;

// node_modules/lodash-es/_cloneArrayBuffer.js
function cloneArrayBuffer(arrayBuffer) {
  var result2 = new arrayBuffer.constructor(arrayBuffer.byteLength);
  new Uint8Array_default(result2).set(new Uint8Array_default(arrayBuffer));
  return result2;
}
var cloneArrayBuffer_default = cloneArrayBuffer;

// node_modules/lodash-es/_cloneDataView.js
function cloneDataView(dataView, isDeep) {
  var buffer = isDeep ? cloneArrayBuffer_default(dataView.buffer) : dataView.buffer;
  return new dataView.constructor(buffer, dataView.byteOffset, dataView.byteLength);
}
var cloneDataView_default = cloneDataView;

// node_modules/lodash-es/_cloneRegExp.js
var reFlags = /\w*$/;
function cloneRegExp(regexp) {
  var result2 = new regexp.constructor(regexp.source, reFlags.exec(regexp));
  result2.lastIndex = regexp.lastIndex;
  return result2;
}
var cloneRegExp_default = cloneRegExp;

// node_modules/lodash-es/_cloneSymbol.js
var symbolProto2 = Symbol_default ? Symbol_default.prototype : void 0;
var symbolValueOf = symbolProto2 ? symbolProto2.valueOf : void 0;
function cloneSymbol(symbol2) {
  return symbolValueOf ? Object(symbolValueOf.call(symbol2)) : {};
}
var cloneSymbol_default = cloneSymbol;

// node_modules/lodash-es/_cloneTypedArray.js
function cloneTypedArray(typedArray, isDeep) {
  var buffer = isDeep ? cloneArrayBuffer_default(typedArray.buffer) : typedArray.buffer;
  return new typedArray.constructor(buffer, typedArray.byteOffset, typedArray.length);
}
var cloneTypedArray_default = cloneTypedArray;

// node_modules/lodash-es/_initCloneByTag.js
var boolTag2 = "[object Boolean]";
var dateTag2 = "[object Date]";
var mapTag3 = "[object Map]";
var numberTag2 = "[object Number]";
var regexpTag2 = "[object RegExp]";
var setTag3 = "[object Set]";
var stringTag2 = "[object String]";
var symbolTag2 = "[object Symbol]";
var arrayBufferTag2 = "[object ArrayBuffer]";
var dataViewTag3 = "[object DataView]";
var float32Tag2 = "[object Float32Array]";
var float64Tag2 = "[object Float64Array]";
var int8Tag2 = "[object Int8Array]";
var int16Tag2 = "[object Int16Array]";
var int32Tag2 = "[object Int32Array]";
var uint8Tag2 = "[object Uint8Array]";
var uint8ClampedTag2 = "[object Uint8ClampedArray]";
var uint16Tag2 = "[object Uint16Array]";
var uint32Tag2 = "[object Uint32Array]";
function initCloneByTag(object, tag, isDeep) {
  var Ctor = object.constructor;
  switch (tag) {
    case arrayBufferTag2:
      return cloneArrayBuffer_default(object);
    case boolTag2:
    case dateTag2:
      return new Ctor(+object);
    case dataViewTag3:
      return cloneDataView_default(object, isDeep);
    case float32Tag2:
    case float64Tag2:
    case int8Tag2:
    case int16Tag2:
    case int32Tag2:
    case uint8Tag2:
    case uint8ClampedTag2:
    case uint16Tag2:
    case uint32Tag2:
      return cloneTypedArray_default(object, isDeep);
    case mapTag3:
      return new Ctor();
    case numberTag2:
    case stringTag2:
      return new Ctor(object);
    case regexpTag2:
      return cloneRegExp_default(object);
    case setTag3:
      return new Ctor();
    case symbolTag2:
      return cloneSymbol_default(object);
  }
}
var initCloneByTag_default = initCloneByTag;

// node_modules/lodash-es/_initCloneObject.js
function initCloneObject(object) {
  return typeof object.constructor == "function" && !isPrototype_default(object) ? baseCreate_default(getPrototype_default(object)) : {};
}
var initCloneObject_default = initCloneObject;

// node_modules/lodash-es/_baseIsMap.js
var mapTag4 = "[object Map]";
function baseIsMap(value2) {
  return isObjectLike_default(value2) && getTag_default(value2) == mapTag4;
}
var baseIsMap_default = baseIsMap;

// node_modules/lodash-es/isMap.js
var nodeIsMap = nodeUtil_default && nodeUtil_default.isMap;
var isMap = nodeIsMap ? baseUnary_default(nodeIsMap) : baseIsMap_default;
var isMap_default = isMap;

// node_modules/lodash-es/_baseIsSet.js
var setTag4 = "[object Set]";
function baseIsSet(value2) {
  return isObjectLike_default(value2) && getTag_default(value2) == setTag4;
}
var baseIsSet_default = baseIsSet;

// node_modules/lodash-es/isSet.js
var nodeIsSet = nodeUtil_default && nodeUtil_default.isSet;
var isSet = nodeIsSet ? baseUnary_default(nodeIsSet) : baseIsSet_default;
var isSet_default = isSet;

// node_modules/lodash-es/_baseClone.js
var CLONE_DEEP_FLAG = 1;
var CLONE_FLAT_FLAG = 2;
var CLONE_SYMBOLS_FLAG = 4;
var argsTag3 = "[object Arguments]";
var arrayTag2 = "[object Array]";
var boolTag3 = "[object Boolean]";
var dateTag3 = "[object Date]";
var errorTag2 = "[object Error]";
var funcTag3 = "[object Function]";
var genTag2 = "[object GeneratorFunction]";
var mapTag5 = "[object Map]";
var numberTag3 = "[object Number]";
var objectTag3 = "[object Object]";
var regexpTag3 = "[object RegExp]";
var setTag5 = "[object Set]";
var stringTag3 = "[object String]";
var symbolTag3 = "[object Symbol]";
var weakMapTag3 = "[object WeakMap]";
var arrayBufferTag3 = "[object ArrayBuffer]";
var dataViewTag4 = "[object DataView]";
var float32Tag3 = "[object Float32Array]";
var float64Tag3 = "[object Float64Array]";
var int8Tag3 = "[object Int8Array]";
var int16Tag3 = "[object Int16Array]";
var int32Tag3 = "[object Int32Array]";
var uint8Tag3 = "[object Uint8Array]";
var uint8ClampedTag3 = "[object Uint8ClampedArray]";
var uint16Tag3 = "[object Uint16Array]";
var uint32Tag3 = "[object Uint32Array]";
var cloneableTags = {};
cloneableTags[argsTag3] = cloneableTags[arrayTag2] = cloneableTags[arrayBufferTag3] = cloneableTags[dataViewTag4] = cloneableTags[boolTag3] = cloneableTags[dateTag3] = cloneableTags[float32Tag3] = cloneableTags[float64Tag3] = cloneableTags[int8Tag3] = cloneableTags[int16Tag3] = cloneableTags[int32Tag3] = cloneableTags[mapTag5] = cloneableTags[numberTag3] = cloneableTags[objectTag3] = cloneableTags[regexpTag3] = cloneableTags[setTag5] = cloneableTags[stringTag3] = cloneableTags[symbolTag3] = cloneableTags[uint8Tag3] = cloneableTags[uint8ClampedTag3] = cloneableTags[uint16Tag3] = cloneableTags[uint32Tag3] = true;
cloneableTags[errorTag2] = cloneableTags[funcTag3] = cloneableTags[weakMapTag3] = false;
function baseClone(value2, bitmask, customizer, key, object, stack) {
  var result2, isDeep = bitmask & CLONE_DEEP_FLAG, isFlat = bitmask & CLONE_FLAT_FLAG, isFull = bitmask & CLONE_SYMBOLS_FLAG;
  if (customizer) {
    result2 = object ? customizer(value2, key, object, stack) : customizer(value2);
  }
  if (result2 !== void 0) {
    return result2;
  }
  if (!isObject_default(value2)) {
    return value2;
  }
  var isArr = isArray_default(value2);
  if (isArr) {
    result2 = initCloneArray_default(value2);
    if (!isDeep) {
      return copyArray_default(value2, result2);
    }
  } else {
    var tag = getTag_default(value2), isFunc = tag == funcTag3 || tag == genTag2;
    if (isBuffer_default(value2)) {
      return cloneBuffer_default(value2, isDeep);
    }
    if (tag == objectTag3 || tag == argsTag3 || isFunc && !object) {
      result2 = isFlat || isFunc ? {} : initCloneObject_default(value2);
      if (!isDeep) {
        return isFlat ? copySymbolsIn_default(value2, baseAssignIn_default(result2, value2)) : copySymbols_default(value2, baseAssign_default(result2, value2));
      }
    } else {
      if (!cloneableTags[tag]) {
        return object ? value2 : {};
      }
      result2 = initCloneByTag_default(value2, tag, isDeep);
    }
  }
  stack || (stack = new Stack_default());
  var stacked = stack.get(value2);
  if (stacked) {
    return stacked;
  }
  stack.set(value2, result2);
  if (isSet_default(value2)) {
    value2.forEach(function(subValue) {
      result2.add(baseClone(subValue, bitmask, customizer, subValue, value2, stack));
    });
  } else if (isMap_default(value2)) {
    value2.forEach(function(subValue, key2) {
      result2.set(key2, baseClone(subValue, bitmask, customizer, key2, value2, stack));
    });
  }
  var keysFunc = isFull ? isFlat ? getAllKeysIn_default : getAllKeys_default : isFlat ? keysIn_default : keys_default;
  var props = isArr ? void 0 : keysFunc(value2);
  arrayEach_default(props || value2, function(subValue, key2) {
    if (props) {
      key2 = subValue;
      subValue = value2[key2];
    }
    assignValue_default(result2, key2, baseClone(subValue, bitmask, customizer, key2, value2, stack));
  });
  return result2;
}
var baseClone_default = baseClone;

// node_modules/lodash-es/clone.js
var CLONE_SYMBOLS_FLAG2 = 4;
function clone(value2) {
  return baseClone_default(value2, CLONE_SYMBOLS_FLAG2);
}
var clone_default = clone;

// node_modules/lodash-es/compact.js
function compact(array) {
  var index2 = -1, length = array == null ? 0 : array.length, resIndex = 0, result2 = [];
  while (++index2 < length) {
    var value2 = array[index2];
    if (value2) {
      result2[resIndex++] = value2;
    }
  }
  return result2;
}
var compact_default = compact;

// node_modules/lodash-es/_setCacheAdd.js
var HASH_UNDEFINED3 = "__lodash_hash_undefined__";
function setCacheAdd(value2) {
  this.__data__.set(value2, HASH_UNDEFINED3);
  return this;
}
var setCacheAdd_default = setCacheAdd;

// node_modules/lodash-es/_setCacheHas.js
function setCacheHas(value2) {
  return this.__data__.has(value2);
}
var setCacheHas_default = setCacheHas;

// node_modules/lodash-es/_SetCache.js
function SetCache(values2) {
  var index2 = -1, length = values2 == null ? 0 : values2.length;
  this.__data__ = new MapCache_default();
  while (++index2 < length) {
    this.add(values2[index2]);
  }
}
SetCache.prototype.add = SetCache.prototype.push = setCacheAdd_default;
SetCache.prototype.has = setCacheHas_default;
var SetCache_default = SetCache;

// node_modules/lodash-es/_arraySome.js
function arraySome(array, predicate) {
  var index2 = -1, length = array == null ? 0 : array.length;
  while (++index2 < length) {
    if (predicate(array[index2], index2, array)) {
      return true;
    }
  }
  return false;
}
var arraySome_default = arraySome;

// node_modules/lodash-es/_cacheHas.js
function cacheHas(cache, key) {
  return cache.has(key);
}
var cacheHas_default = cacheHas;

// node_modules/lodash-es/_equalArrays.js
var COMPARE_PARTIAL_FLAG = 1;
var COMPARE_UNORDERED_FLAG = 2;
function equalArrays(array, other, bitmask, customizer, equalFunc, stack) {
  var isPartial = bitmask & COMPARE_PARTIAL_FLAG, arrLength = array.length, othLength = other.length;
  if (arrLength != othLength && !(isPartial && othLength > arrLength)) {
    return false;
  }
  var arrStacked = stack.get(array);
  var othStacked = stack.get(other);
  if (arrStacked && othStacked) {
    return arrStacked == other && othStacked == array;
  }
  var index2 = -1, result2 = true, seen = bitmask & COMPARE_UNORDERED_FLAG ? new SetCache_default() : void 0;
  stack.set(array, other);
  stack.set(other, array);
  while (++index2 < arrLength) {
    var arrValue = array[index2], othValue = other[index2];
    if (customizer) {
      var compared = isPartial ? customizer(othValue, arrValue, index2, other, array, stack) : customizer(arrValue, othValue, index2, array, other, stack);
    }
    if (compared !== void 0) {
      if (compared) {
        continue;
      }
      result2 = false;
      break;
    }
    if (seen) {
      if (!arraySome_default(other, function(othValue2, othIndex) {
        if (!cacheHas_default(seen, othIndex) && (arrValue === othValue2 || equalFunc(arrValue, othValue2, bitmask, customizer, stack))) {
          return seen.push(othIndex);
        }
      })) {
        result2 = false;
        break;
      }
    } else if (!(arrValue === othValue || equalFunc(arrValue, othValue, bitmask, customizer, stack))) {
      result2 = false;
      break;
    }
  }
  stack["delete"](array);
  stack["delete"](other);
  return result2;
}
var equalArrays_default = equalArrays;

// node_modules/lodash-es/_mapToArray.js
function mapToArray(map4) {
  var index2 = -1, result2 = Array(map4.size);
  map4.forEach(function(value2, key) {
    result2[++index2] = [key, value2];
  });
  return result2;
}
var mapToArray_default = mapToArray;

// node_modules/lodash-es/_setToArray.js
function setToArray(set) {
  var index2 = -1, result2 = Array(set.size);
  set.forEach(function(value2) {
    result2[++index2] = value2;
  });
  return result2;
}
var setToArray_default = setToArray;

// node_modules/lodash-es/_equalByTag.js
var COMPARE_PARTIAL_FLAG2 = 1;
var COMPARE_UNORDERED_FLAG2 = 2;
var boolTag4 = "[object Boolean]";
var dateTag4 = "[object Date]";
var errorTag3 = "[object Error]";
var mapTag6 = "[object Map]";
var numberTag4 = "[object Number]";
var regexpTag4 = "[object RegExp]";
var setTag6 = "[object Set]";
var stringTag4 = "[object String]";
var symbolTag4 = "[object Symbol]";
var arrayBufferTag4 = "[object ArrayBuffer]";
var dataViewTag5 = "[object DataView]";
var symbolProto3 = Symbol_default ? Symbol_default.prototype : void 0;
var symbolValueOf2 = symbolProto3 ? symbolProto3.valueOf : void 0;
function equalByTag(object, other, tag, bitmask, customizer, equalFunc, stack) {
  switch (tag) {
    case dataViewTag5:
      if (object.byteLength != other.byteLength || object.byteOffset != other.byteOffset) {
        return false;
      }
      object = object.buffer;
      other = other.buffer;
    case arrayBufferTag4:
      if (object.byteLength != other.byteLength || !equalFunc(new Uint8Array_default(object), new Uint8Array_default(other))) {
        return false;
      }
      return true;
    case boolTag4:
    case dateTag4:
    case numberTag4:
      return eq_default(+object, +other);
    case errorTag3:
      return object.name == other.name && object.message == other.message;
    case regexpTag4:
    case stringTag4:
      return object == other + "";
    case mapTag6:
      var convert = mapToArray_default;
    case setTag6:
      var isPartial = bitmask & COMPARE_PARTIAL_FLAG2;
      convert || (convert = setToArray_default);
      if (object.size != other.size && !isPartial) {
        return false;
      }
      var stacked = stack.get(object);
      if (stacked) {
        return stacked == other;
      }
      bitmask |= COMPARE_UNORDERED_FLAG2;
      stack.set(object, other);
      var result2 = equalArrays_default(convert(object), convert(other), bitmask, customizer, equalFunc, stack);
      stack["delete"](object);
      return result2;
    case symbolTag4:
      if (symbolValueOf2) {
        return symbolValueOf2.call(object) == symbolValueOf2.call(other);
      }
  }
  return false;
}
var equalByTag_default = equalByTag;

// node_modules/lodash-es/_equalObjects.js
var COMPARE_PARTIAL_FLAG3 = 1;
var objectProto15 = Object.prototype;
var hasOwnProperty12 = objectProto15.hasOwnProperty;
function equalObjects(object, other, bitmask, customizer, equalFunc, stack) {
  var isPartial = bitmask & COMPARE_PARTIAL_FLAG3, objProps = getAllKeys_default(object), objLength = objProps.length, othProps = getAllKeys_default(other), othLength = othProps.length;
  if (objLength != othLength && !isPartial) {
    return false;
  }
  var index2 = objLength;
  while (index2--) {
    var key = objProps[index2];
    if (!(isPartial ? key in other : hasOwnProperty12.call(other, key))) {
      return false;
    }
  }
  var objStacked = stack.get(object);
  var othStacked = stack.get(other);
  if (objStacked && othStacked) {
    return objStacked == other && othStacked == object;
  }
  var result2 = true;
  stack.set(object, other);
  stack.set(other, object);
  var skipCtor = isPartial;
  while (++index2 < objLength) {
    key = objProps[index2];
    var objValue = object[key], othValue = other[key];
    if (customizer) {
      var compared = isPartial ? customizer(othValue, objValue, key, other, object, stack) : customizer(objValue, othValue, key, object, other, stack);
    }
    if (!(compared === void 0 ? objValue === othValue || equalFunc(objValue, othValue, bitmask, customizer, stack) : compared)) {
      result2 = false;
      break;
    }
    skipCtor || (skipCtor = key == "constructor");
  }
  if (result2 && !skipCtor) {
    var objCtor = object.constructor, othCtor = other.constructor;
    if (objCtor != othCtor && ("constructor" in object && "constructor" in other) && !(typeof objCtor == "function" && objCtor instanceof objCtor && typeof othCtor == "function" && othCtor instanceof othCtor)) {
      result2 = false;
    }
  }
  stack["delete"](object);
  stack["delete"](other);
  return result2;
}
var equalObjects_default = equalObjects;

// node_modules/lodash-es/_baseIsEqualDeep.js
var COMPARE_PARTIAL_FLAG4 = 1;
var argsTag4 = "[object Arguments]";
var arrayTag3 = "[object Array]";
var objectTag4 = "[object Object]";
var objectProto16 = Object.prototype;
var hasOwnProperty13 = objectProto16.hasOwnProperty;
function baseIsEqualDeep(object, other, bitmask, customizer, equalFunc, stack) {
  var objIsArr = isArray_default(object), othIsArr = isArray_default(other), objTag = objIsArr ? arrayTag3 : getTag_default(object), othTag = othIsArr ? arrayTag3 : getTag_default(other);
  objTag = objTag == argsTag4 ? objectTag4 : objTag;
  othTag = othTag == argsTag4 ? objectTag4 : othTag;
  var objIsObj = objTag == objectTag4, othIsObj = othTag == objectTag4, isSameTag = objTag == othTag;
  if (isSameTag && isBuffer_default(object)) {
    if (!isBuffer_default(other)) {
      return false;
    }
    objIsArr = true;
    objIsObj = false;
  }
  if (isSameTag && !objIsObj) {
    stack || (stack = new Stack_default());
    return objIsArr || isTypedArray_default(object) ? equalArrays_default(object, other, bitmask, customizer, equalFunc, stack) : equalByTag_default(object, other, objTag, bitmask, customizer, equalFunc, stack);
  }
  if (!(bitmask & COMPARE_PARTIAL_FLAG4)) {
    var objIsWrapped = objIsObj && hasOwnProperty13.call(object, "__wrapped__"), othIsWrapped = othIsObj && hasOwnProperty13.call(other, "__wrapped__");
    if (objIsWrapped || othIsWrapped) {
      var objUnwrapped = objIsWrapped ? object.value() : object, othUnwrapped = othIsWrapped ? other.value() : other;
      stack || (stack = new Stack_default());
      return equalFunc(objUnwrapped, othUnwrapped, bitmask, customizer, stack);
    }
  }
  if (!isSameTag) {
    return false;
  }
  stack || (stack = new Stack_default());
  return equalObjects_default(object, other, bitmask, customizer, equalFunc, stack);
}
var baseIsEqualDeep_default = baseIsEqualDeep;

// node_modules/lodash-es/_baseIsEqual.js
function baseIsEqual(value2, other, bitmask, customizer, stack) {
  if (value2 === other) {
    return true;
  }
  if (value2 == null || other == null || !isObjectLike_default(value2) && !isObjectLike_default(other)) {
    return value2 !== value2 && other !== other;
  }
  return baseIsEqualDeep_default(value2, other, bitmask, customizer, baseIsEqual, stack);
}
var baseIsEqual_default = baseIsEqual;

// node_modules/lodash-es/_baseIsMatch.js
var COMPARE_PARTIAL_FLAG5 = 1;
var COMPARE_UNORDERED_FLAG3 = 2;
function baseIsMatch(object, source, matchData, customizer) {
  var index2 = matchData.length, length = index2, noCustomizer = !customizer;
  if (object == null) {
    return !length;
  }
  object = Object(object);
  while (index2--) {
    var data2 = matchData[index2];
    if (noCustomizer && data2[2] ? data2[1] !== object[data2[0]] : !(data2[0] in object)) {
      return false;
    }
  }
  while (++index2 < length) {
    data2 = matchData[index2];
    var key = data2[0], objValue = object[key], srcValue = data2[1];
    if (noCustomizer && data2[2]) {
      if (objValue === void 0 && !(key in object)) {
        return false;
      }
    } else {
      var stack = new Stack_default();
      if (customizer) {
        var result2 = customizer(objValue, srcValue, key, object, source, stack);
      }
      if (!(result2 === void 0 ? baseIsEqual_default(srcValue, objValue, COMPARE_PARTIAL_FLAG5 | COMPARE_UNORDERED_FLAG3, customizer, stack) : result2)) {
        return false;
      }
    }
  }
  return true;
}
var baseIsMatch_default = baseIsMatch;

// node_modules/lodash-es/_isStrictComparable.js
function isStrictComparable(value2) {
  return value2 === value2 && !isObject_default(value2);
}
var isStrictComparable_default = isStrictComparable;

// node_modules/lodash-es/_getMatchData.js
function getMatchData(object) {
  var result2 = keys_default(object), length = result2.length;
  while (length--) {
    var key = result2[length], value2 = object[key];
    result2[length] = [key, value2, isStrictComparable_default(value2)];
  }
  return result2;
}
var getMatchData_default = getMatchData;

// node_modules/lodash-es/_matchesStrictComparable.js
function matchesStrictComparable(key, srcValue) {
  return function(object) {
    if (object == null) {
      return false;
    }
    return object[key] === srcValue && (srcValue !== void 0 || key in Object(object));
  };
}
var matchesStrictComparable_default = matchesStrictComparable;

// node_modules/lodash-es/_baseMatches.js
function baseMatches(source) {
  var matchData = getMatchData_default(source);
  if (matchData.length == 1 && matchData[0][2]) {
    return matchesStrictComparable_default(matchData[0][0], matchData[0][1]);
  }
  return function(object) {
    return object === source || baseIsMatch_default(object, source, matchData);
  };
}
var baseMatches_default = baseMatches;

// node_modules/lodash-es/_baseHasIn.js
function baseHasIn(object, key) {
  return object != null && key in Object(object);
}
var baseHasIn_default = baseHasIn;

// node_modules/lodash-es/_hasPath.js
function hasPath(object, path, hasFunc) {
  path = castPath_default(path, object);
  var index2 = -1, length = path.length, result2 = false;
  while (++index2 < length) {
    var key = toKey_default(path[index2]);
    if (!(result2 = object != null && hasFunc(object, key))) {
      break;
    }
    object = object[key];
  }
  if (result2 || ++index2 != length) {
    return result2;
  }
  length = object == null ? 0 : object.length;
  return !!length && isLength_default(length) && isIndex_default(key, length) && (isArray_default(object) || isArguments_default(object));
}
var hasPath_default = hasPath;

// node_modules/lodash-es/hasIn.js
function hasIn(object, path) {
  return object != null && hasPath_default(object, path, baseHasIn_default);
}
var hasIn_default = hasIn;

// node_modules/lodash-es/_baseMatchesProperty.js
var COMPARE_PARTIAL_FLAG6 = 1;
var COMPARE_UNORDERED_FLAG4 = 2;
function baseMatchesProperty(path, srcValue) {
  if (isKey_default(path) && isStrictComparable_default(srcValue)) {
    return matchesStrictComparable_default(toKey_default(path), srcValue);
  }
  return function(object) {
    var objValue = get_default(object, path);
    return objValue === void 0 && objValue === srcValue ? hasIn_default(object, path) : baseIsEqual_default(srcValue, objValue, COMPARE_PARTIAL_FLAG6 | COMPARE_UNORDERED_FLAG4);
  };
}
var baseMatchesProperty_default = baseMatchesProperty;

// node_modules/lodash-es/_baseProperty.js
function baseProperty(key) {
  return function(object) {
    return object == null ? void 0 : object[key];
  };
}
var baseProperty_default = baseProperty;

// node_modules/lodash-es/_basePropertyDeep.js
function basePropertyDeep(path) {
  return function(object) {
    return baseGet_default(object, path);
  };
}
var basePropertyDeep_default = basePropertyDeep;

// node_modules/lodash-es/property.js
function property(path) {
  return isKey_default(path) ? baseProperty_default(toKey_default(path)) : basePropertyDeep_default(path);
}
var property_default = property;

// node_modules/lodash-es/_baseIteratee.js
function baseIteratee(value2) {
  if (typeof value2 == "function") {
    return value2;
  }
  if (value2 == null) {
    return identity_default;
  }
  if (typeof value2 == "object") {
    return isArray_default(value2) ? baseMatchesProperty_default(value2[0], value2[1]) : baseMatches_default(value2);
  }
  return property_default(value2);
}
var baseIteratee_default = baseIteratee;

// node_modules/lodash-es/_arrayAggregator.js
function arrayAggregator(array, setter, iteratee, accumulator) {
  var index2 = -1, length = array == null ? 0 : array.length;
  while (++index2 < length) {
    var value2 = array[index2];
    setter(accumulator, value2, iteratee(value2), array);
  }
  return accumulator;
}
var arrayAggregator_default = arrayAggregator;

// node_modules/lodash-es/_createBaseFor.js
function createBaseFor(fromRight) {
  return function(object, iteratee, keysFunc) {
    var index2 = -1, iterable = Object(object), props = keysFunc(object), length = props.length;
    while (length--) {
      var key = props[fromRight ? length : ++index2];
      if (iteratee(iterable[key], key, iterable) === false) {
        break;
      }
    }
    return object;
  };
}
var createBaseFor_default = createBaseFor;

// node_modules/lodash-es/_baseFor.js
var baseFor = createBaseFor_default();
var baseFor_default = baseFor;

// node_modules/lodash-es/_baseForOwn.js
function baseForOwn(object, iteratee) {
  return object && baseFor_default(object, iteratee, keys_default);
}
var baseForOwn_default = baseForOwn;

// node_modules/lodash-es/_createBaseEach.js
function createBaseEach(eachFunc, fromRight) {
  return function(collection, iteratee) {
    if (collection == null) {
      return collection;
    }
    if (!isArrayLike_default(collection)) {
      return eachFunc(collection, iteratee);
    }
    var length = collection.length, index2 = fromRight ? length : -1, iterable = Object(collection);
    while (fromRight ? index2-- : ++index2 < length) {
      if (iteratee(iterable[index2], index2, iterable) === false) {
        break;
      }
    }
    return collection;
  };
}
var createBaseEach_default = createBaseEach;

// node_modules/lodash-es/_baseEach.js
var baseEach = createBaseEach_default(baseForOwn_default);
var baseEach_default = baseEach;

// node_modules/lodash-es/_baseAggregator.js
function baseAggregator(collection, setter, iteratee, accumulator) {
  baseEach_default(collection, function(value2, key, collection2) {
    setter(accumulator, value2, iteratee(value2), collection2);
  });
  return accumulator;
}
var baseAggregator_default = baseAggregator;

// node_modules/lodash-es/_createAggregator.js
function createAggregator(setter, initializer2) {
  return function(collection, iteratee) {
    var func = isArray_default(collection) ? arrayAggregator_default : baseAggregator_default, accumulator = initializer2 ? initializer2() : {};
    return func(collection, setter, baseIteratee_default(iteratee, 2), accumulator);
  };
}
var createAggregator_default = createAggregator;

// node_modules/lodash-es/defaults.js
var objectProto17 = Object.prototype;
var hasOwnProperty14 = objectProto17.hasOwnProperty;
var defaults = baseRest_default(function(object, sources) {
  object = Object(object);
  var index2 = -1;
  var length = sources.length;
  var guard = length > 2 ? sources[2] : void 0;
  if (guard && isIterateeCall_default(sources[0], sources[1], guard)) {
    length = 1;
  }
  while (++index2 < length) {
    var source = sources[index2];
    var props = keysIn_default(source);
    var propsIndex = -1;
    var propsLength = props.length;
    while (++propsIndex < propsLength) {
      var key = props[propsIndex];
      var value2 = object[key];
      if (value2 === void 0 || eq_default(value2, objectProto17[key]) && !hasOwnProperty14.call(object, key)) {
        object[key] = source[key];
      }
    }
  }
  return object;
});
var defaults_default = defaults;

// node_modules/lodash-es/isArrayLikeObject.js
function isArrayLikeObject(value2) {
  return isObjectLike_default(value2) && isArrayLike_default(value2);
}
var isArrayLikeObject_default = isArrayLikeObject;

// node_modules/lodash-es/_arrayIncludesWith.js
function arrayIncludesWith(array, value2, comparator) {
  var index2 = -1, length = array == null ? 0 : array.length;
  while (++index2 < length) {
    if (comparator(value2, array[index2])) {
      return true;
    }
  }
  return false;
}
var arrayIncludesWith_default = arrayIncludesWith;

// node_modules/lodash-es/_baseDifference.js
var LARGE_ARRAY_SIZE2 = 200;
function baseDifference(array, values2, iteratee, comparator) {
  var index2 = -1, includes2 = arrayIncludes_default, isCommon = true, length = array.length, result2 = [], valuesLength = values2.length;
  if (!length) {
    return result2;
  }
  if (iteratee) {
    values2 = arrayMap_default(values2, baseUnary_default(iteratee));
  }
  if (comparator) {
    includes2 = arrayIncludesWith_default;
    isCommon = false;
  } else if (values2.length >= LARGE_ARRAY_SIZE2) {
    includes2 = cacheHas_default;
    isCommon = false;
    values2 = new SetCache_default(values2);
  }
  outer:
    while (++index2 < length) {
      var value2 = array[index2], computed = iteratee == null ? value2 : iteratee(value2);
      value2 = comparator || value2 !== 0 ? value2 : 0;
      if (isCommon && computed === computed) {
        var valuesIndex = valuesLength;
        while (valuesIndex--) {
          if (values2[valuesIndex] === computed) {
            continue outer;
          }
        }
        result2.push(value2);
      } else if (!includes2(values2, computed, comparator)) {
        result2.push(value2);
      }
    }
  return result2;
}
var baseDifference_default = baseDifference;

// node_modules/lodash-es/difference.js
var difference = baseRest_default(function(array, values2) {
  return isArrayLikeObject_default(array) ? baseDifference_default(array, baseFlatten_default(values2, 1, isArrayLikeObject_default, true)) : [];
});
var difference_default = difference;

// node_modules/lodash-es/last.js
function last(array) {
  var length = array == null ? 0 : array.length;
  return length ? array[length - 1] : void 0;
}
var last_default = last;

// node_modules/lodash-es/drop.js
function drop(array, n, guard) {
  var length = array == null ? 0 : array.length;
  if (!length) {
    return [];
  }
  n = guard || n === void 0 ? 1 : toInteger_default(n);
  return baseSlice_default(array, n < 0 ? 0 : n, length);
}
var drop_default = drop;

// node_modules/lodash-es/dropRight.js
function dropRight(array, n, guard) {
  var length = array == null ? 0 : array.length;
  if (!length) {
    return [];
  }
  n = guard || n === void 0 ? 1 : toInteger_default(n);
  n = length - n;
  return baseSlice_default(array, 0, n < 0 ? 0 : n);
}
var dropRight_default = dropRight;

// node_modules/lodash-es/_castFunction.js
function castFunction(value2) {
  return typeof value2 == "function" ? value2 : identity_default;
}
var castFunction_default = castFunction;

// node_modules/lodash-es/forEach.js
function forEach(collection, iteratee) {
  var func = isArray_default(collection) ? arrayEach_default : baseEach_default;
  return func(collection, castFunction_default(iteratee));
}
var forEach_default = forEach;

// node_modules/lodash-es/_arrayEvery.js
function arrayEvery(array, predicate) {
  var index2 = -1, length = array == null ? 0 : array.length;
  while (++index2 < length) {
    if (!predicate(array[index2], index2, array)) {
      return false;
    }
  }
  return true;
}
var arrayEvery_default = arrayEvery;

// node_modules/lodash-es/_baseEvery.js
function baseEvery(collection, predicate) {
  var result2 = true;
  baseEach_default(collection, function(value2, index2, collection2) {
    result2 = !!predicate(value2, index2, collection2);
    return result2;
  });
  return result2;
}
var baseEvery_default = baseEvery;

// node_modules/lodash-es/every.js
function every(collection, predicate, guard) {
  var func = isArray_default(collection) ? arrayEvery_default : baseEvery_default;
  if (guard && isIterateeCall_default(collection, predicate, guard)) {
    predicate = void 0;
  }
  return func(collection, baseIteratee_default(predicate, 3));
}
var every_default = every;

// node_modules/lodash-es/_baseFilter.js
function baseFilter(collection, predicate) {
  var result2 = [];
  baseEach_default(collection, function(value2, index2, collection2) {
    if (predicate(value2, index2, collection2)) {
      result2.push(value2);
    }
  });
  return result2;
}
var baseFilter_default = baseFilter;

// node_modules/lodash-es/filter.js
function filter(collection, predicate) {
  var func = isArray_default(collection) ? arrayFilter_default : baseFilter_default;
  return func(collection, baseIteratee_default(predicate, 3));
}
var filter_default = filter;

// node_modules/lodash-es/_createFind.js
function createFind(findIndexFunc) {
  return function(collection, predicate, fromIndex) {
    var iterable = Object(collection);
    if (!isArrayLike_default(collection)) {
      var iteratee = baseIteratee_default(predicate, 3);
      collection = keys_default(collection);
      predicate = function(key) {
        return iteratee(iterable[key], key, iterable);
      };
    }
    var index2 = findIndexFunc(collection, predicate, fromIndex);
    return index2 > -1 ? iterable[iteratee ? collection[index2] : index2] : void 0;
  };
}
var createFind_default = createFind;

// node_modules/lodash-es/findIndex.js
var nativeMax2 = Math.max;
function findIndex(array, predicate, fromIndex) {
  var length = array == null ? 0 : array.length;
  if (!length) {
    return -1;
  }
  var index2 = fromIndex == null ? 0 : toInteger_default(fromIndex);
  if (index2 < 0) {
    index2 = nativeMax2(length + index2, 0);
  }
  return baseFindIndex_default(array, baseIteratee_default(predicate, 3), index2);
}
var findIndex_default = findIndex;

// node_modules/lodash-es/find.js
var find = createFind_default(findIndex_default);
var find_default = find;

// node_modules/lodash-es/head.js
function head(array) {
  return array && array.length ? array[0] : void 0;
}
var head_default = head;

// node_modules/lodash-es/_baseMap.js
function baseMap(collection, iteratee) {
  var index2 = -1, result2 = isArrayLike_default(collection) ? Array(collection.length) : [];
  baseEach_default(collection, function(value2, key, collection2) {
    result2[++index2] = iteratee(value2, key, collection2);
  });
  return result2;
}
var baseMap_default = baseMap;

// node_modules/lodash-es/map.js
function map(collection, iteratee) {
  var func = isArray_default(collection) ? arrayMap_default : baseMap_default;
  return func(collection, baseIteratee_default(iteratee, 3));
}
var map_default = map;

// node_modules/lodash-es/flatMap.js
function flatMap(collection, iteratee) {
  return baseFlatten_default(map_default(collection, iteratee), 1);
}
var flatMap_default = flatMap;

// node_modules/lodash-es/groupBy.js
var objectProto18 = Object.prototype;
var hasOwnProperty15 = objectProto18.hasOwnProperty;
var groupBy = createAggregator_default(function(result2, value2, key) {
  if (hasOwnProperty15.call(result2, key)) {
    result2[key].push(value2);
  } else {
    baseAssignValue_default(result2, key, [value2]);
  }
});
var groupBy_default = groupBy;

// node_modules/lodash-es/_baseHas.js
var objectProto19 = Object.prototype;
var hasOwnProperty16 = objectProto19.hasOwnProperty;
function baseHas(object, key) {
  return object != null && hasOwnProperty16.call(object, key);
}
var baseHas_default = baseHas;

// node_modules/lodash-es/has.js
function has(object, path) {
  return object != null && hasPath_default(object, path, baseHas_default);
}
var has_default = has;

// node_modules/lodash-es/isString.js
var stringTag5 = "[object String]";
function isString(value2) {
  return typeof value2 == "string" || !isArray_default(value2) && isObjectLike_default(value2) && baseGetTag_default(value2) == stringTag5;
}
var isString_default = isString;

// node_modules/lodash-es/_baseValues.js
function baseValues(object, props) {
  return arrayMap_default(props, function(key) {
    return object[key];
  });
}
var baseValues_default = baseValues;

// node_modules/lodash-es/values.js
function values(object) {
  return object == null ? [] : baseValues_default(object, keys_default(object));
}
var values_default = values;

// node_modules/lodash-es/includes.js
var nativeMax3 = Math.max;
function includes(collection, value2, fromIndex, guard) {
  collection = isArrayLike_default(collection) ? collection : values_default(collection);
  fromIndex = fromIndex && !guard ? toInteger_default(fromIndex) : 0;
  var length = collection.length;
  if (fromIndex < 0) {
    fromIndex = nativeMax3(length + fromIndex, 0);
  }
  return isString_default(collection) ? fromIndex <= length && collection.indexOf(value2, fromIndex) > -1 : !!length && baseIndexOf_default(collection, value2, fromIndex) > -1;
}
var includes_default = includes;

// node_modules/lodash-es/indexOf.js
var nativeMax4 = Math.max;
function indexOf(array, value2, fromIndex) {
  var length = array == null ? 0 : array.length;
  if (!length) {
    return -1;
  }
  var index2 = fromIndex == null ? 0 : toInteger_default(fromIndex);
  if (index2 < 0) {
    index2 = nativeMax4(length + index2, 0);
  }
  return baseIndexOf_default(array, value2, index2);
}
var indexOf_default = indexOf;

// node_modules/lodash-es/isEmpty.js
var mapTag7 = "[object Map]";
var setTag7 = "[object Set]";
var objectProto20 = Object.prototype;
var hasOwnProperty17 = objectProto20.hasOwnProperty;
function isEmpty(value2) {
  if (value2 == null) {
    return true;
  }
  if (isArrayLike_default(value2) && (isArray_default(value2) || typeof value2 == "string" || typeof value2.splice == "function" || isBuffer_default(value2) || isTypedArray_default(value2) || isArguments_default(value2))) {
    return !value2.length;
  }
  var tag = getTag_default(value2);
  if (tag == mapTag7 || tag == setTag7) {
    return !value2.size;
  }
  if (isPrototype_default(value2)) {
    return !baseKeys_default(value2).length;
  }
  for (var key in value2) {
    if (hasOwnProperty17.call(value2, key)) {
      return false;
    }
  }
  return true;
}
var isEmpty_default = isEmpty;

// node_modules/lodash-es/_baseIsRegExp.js
var regexpTag5 = "[object RegExp]";
function baseIsRegExp(value2) {
  return isObjectLike_default(value2) && baseGetTag_default(value2) == regexpTag5;
}
var baseIsRegExp_default = baseIsRegExp;

// node_modules/lodash-es/isRegExp.js
var nodeIsRegExp = nodeUtil_default && nodeUtil_default.isRegExp;
var isRegExp = nodeIsRegExp ? baseUnary_default(nodeIsRegExp) : baseIsRegExp_default;
var isRegExp_default = isRegExp;

// node_modules/lodash-es/isUndefined.js
function isUndefined(value2) {
  return value2 === void 0;
}
var isUndefined_default = isUndefined;

// node_modules/lodash-es/negate.js
var FUNC_ERROR_TEXT2 = "Expected a function";
function negate(predicate) {
  if (typeof predicate != "function") {
    throw new TypeError(FUNC_ERROR_TEXT2);
  }
  return function() {
    var args = arguments;
    switch (args.length) {
      case 0:
        return !predicate.call(this);
      case 1:
        return !predicate.call(this, args[0]);
      case 2:
        return !predicate.call(this, args[0], args[1]);
      case 3:
        return !predicate.call(this, args[0], args[1], args[2]);
    }
    return !predicate.apply(this, args);
  };
}
var negate_default = negate;

// node_modules/lodash-es/_baseSet.js
function baseSet(object, path, value2, customizer) {
  if (!isObject_default(object)) {
    return object;
  }
  path = castPath_default(path, object);
  var index2 = -1, length = path.length, lastIndex = length - 1, nested = object;
  while (nested != null && ++index2 < length) {
    var key = toKey_default(path[index2]), newValue = value2;
    if (key === "__proto__" || key === "constructor" || key === "prototype") {
      return object;
    }
    if (index2 != lastIndex) {
      var objValue = nested[key];
      newValue = customizer ? customizer(objValue, key, nested) : void 0;
      if (newValue === void 0) {
        newValue = isObject_default(objValue) ? objValue : isIndex_default(path[index2 + 1]) ? [] : {};
      }
    }
    assignValue_default(nested, key, newValue);
    nested = nested[key];
  }
  return object;
}
var baseSet_default = baseSet;

// node_modules/lodash-es/_basePickBy.js
function basePickBy(object, paths, predicate) {
  var index2 = -1, length = paths.length, result2 = {};
  while (++index2 < length) {
    var path = paths[index2], value2 = baseGet_default(object, path);
    if (predicate(value2, path)) {
      baseSet_default(result2, castPath_default(path, object), value2);
    }
  }
  return result2;
}
var basePickBy_default = basePickBy;

// node_modules/lodash-es/pickBy.js
function pickBy(object, predicate) {
  if (object == null) {
    return {};
  }
  var props = arrayMap_default(getAllKeysIn_default(object), function(prop) {
    return [prop];
  });
  predicate = baseIteratee_default(predicate);
  return basePickBy_default(object, props, function(value2, path) {
    return predicate(value2, path[0]);
  });
}
var pickBy_default = pickBy;

// node_modules/lodash-es/_baseReduce.js
function baseReduce(collection, iteratee, accumulator, initAccum, eachFunc) {
  eachFunc(collection, function(value2, index2, collection2) {
    accumulator = initAccum ? (initAccum = false, value2) : iteratee(accumulator, value2, index2, collection2);
  });
  return accumulator;
}
var baseReduce_default = baseReduce;

// node_modules/lodash-es/reduce.js
function reduce(collection, iteratee, accumulator) {
  var func = isArray_default(collection) ? arrayReduce_default : baseReduce_default, initAccum = arguments.length < 3;
  return func(collection, baseIteratee_default(iteratee, 4), accumulator, initAccum, baseEach_default);
}
var reduce_default = reduce;

// node_modules/lodash-es/reject.js
function reject(collection, predicate) {
  var func = isArray_default(collection) ? arrayFilter_default : baseFilter_default;
  return func(collection, negate_default(baseIteratee_default(predicate, 3)));
}
var reject_default = reject;

// node_modules/lodash-es/_baseSome.js
function baseSome(collection, predicate) {
  var result2;
  baseEach_default(collection, function(value2, index2, collection2) {
    result2 = predicate(value2, index2, collection2);
    return !result2;
  });
  return !!result2;
}
var baseSome_default = baseSome;

// node_modules/lodash-es/some.js
function some(collection, predicate, guard) {
  var func = isArray_default(collection) ? arraySome_default : baseSome_default;
  if (guard && isIterateeCall_default(collection, predicate, guard)) {
    predicate = void 0;
  }
  return func(collection, baseIteratee_default(predicate, 3));
}
var some_default = some;

// node_modules/lodash-es/_createSet.js
var INFINITY4 = 1 / 0;
var createSet = !(Set_default && 1 / setToArray_default(new Set_default([, -0]))[1] == INFINITY4) ? noop_default : function(values2) {
  return new Set_default(values2);
};
var createSet_default = createSet;

// node_modules/lodash-es/_baseUniq.js
var LARGE_ARRAY_SIZE3 = 200;
function baseUniq(array, iteratee, comparator) {
  var index2 = -1, includes2 = arrayIncludes_default, length = array.length, isCommon = true, result2 = [], seen = result2;
  if (comparator) {
    isCommon = false;
    includes2 = arrayIncludesWith_default;
  } else if (length >= LARGE_ARRAY_SIZE3) {
    var set = iteratee ? null : createSet_default(array);
    if (set) {
      return setToArray_default(set);
    }
    isCommon = false;
    includes2 = cacheHas_default;
    seen = new SetCache_default();
  } else {
    seen = iteratee ? [] : result2;
  }
  outer:
    while (++index2 < length) {
      var value2 = array[index2], computed = iteratee ? iteratee(value2) : value2;
      value2 = comparator || value2 !== 0 ? value2 : 0;
      if (isCommon && computed === computed) {
        var seenIndex = seen.length;
        while (seenIndex--) {
          if (seen[seenIndex] === computed) {
            continue outer;
          }
        }
        if (iteratee) {
          seen.push(computed);
        }
        result2.push(value2);
      } else if (!includes2(seen, computed, comparator)) {
        if (seen !== result2) {
          seen.push(computed);
        }
        result2.push(value2);
      }
    }
  return result2;
}
var baseUniq_default = baseUniq;

// node_modules/lodash-es/uniq.js
function uniq(array) {
  return array && array.length ? baseUniq_default(array) : [];
}
var uniq_default = uniq;

// node_modules/@chevrotain/utils/lib/src/print.js
function PRINT_ERROR(msg) {
  if (console && console.error) {
    console.error(`Error: ${msg}`);
  }
}
function PRINT_WARNING(msg) {
  if (console && console.warn) {
    console.warn(`Warning: ${msg}`);
  }
}

// node_modules/@chevrotain/utils/lib/src/timer.js
function timer(func) {
  const start = (/* @__PURE__ */ new Date()).getTime();
  const val = func();
  const end = (/* @__PURE__ */ new Date()).getTime();
  const total = end - start;
  return { time: total, value: val };
}

// node_modules/@chevrotain/utils/lib/src/to-fast-properties.js
function toFastProperties(toBecomeFast) {
  function FakeConstructor() {
  }
  FakeConstructor.prototype = toBecomeFast;
  const fakeInstance = new FakeConstructor();
  function fakeAccess() {
    return typeof fakeInstance.bar;
  }
  fakeAccess();
  fakeAccess();
  if (1)
    return toBecomeFast;
  (0, eval)(toBecomeFast);
}

// node_modules/@chevrotain/gast/lib/src/model.js
function tokenLabel(tokType) {
  if (hasTokenLabel(tokType)) {
    return tokType.LABEL;
  } else {
    return tokType.name;
  }
}
function hasTokenLabel(obj) {
  return isString_default(obj.LABEL) && obj.LABEL !== "";
}
var AbstractProduction = class {
  get definition() {
    return this._definition;
  }
  set definition(value2) {
    this._definition = value2;
  }
  constructor(_definition) {
    this._definition = _definition;
  }
  accept(visitor) {
    visitor.visit(this);
    forEach_default(this.definition, (prod) => {
      prod.accept(visitor);
    });
  }
};
var NonTerminal = class extends AbstractProduction {
  constructor(options) {
    super([]);
    this.idx = 1;
    assign_default(this, pickBy_default(options, (v) => v !== void 0));
  }
  set definition(definition) {
  }
  get definition() {
    if (this.referencedRule !== void 0) {
      return this.referencedRule.definition;
    }
    return [];
  }
  accept(visitor) {
    visitor.visit(this);
  }
};
var Rule = class extends AbstractProduction {
  constructor(options) {
    super(options.definition);
    this.orgText = "";
    assign_default(this, pickBy_default(options, (v) => v !== void 0));
  }
};
var Alternative = class extends AbstractProduction {
  constructor(options) {
    super(options.definition);
    this.ignoreAmbiguities = false;
    assign_default(this, pickBy_default(options, (v) => v !== void 0));
  }
};
var Option = class extends AbstractProduction {
  constructor(options) {
    super(options.definition);
    this.idx = 1;
    assign_default(this, pickBy_default(options, (v) => v !== void 0));
  }
};
var RepetitionMandatory = class extends AbstractProduction {
  constructor(options) {
    super(options.definition);
    this.idx = 1;
    assign_default(this, pickBy_default(options, (v) => v !== void 0));
  }
};
var RepetitionMandatoryWithSeparator = class extends AbstractProduction {
  constructor(options) {
    super(options.definition);
    this.idx = 1;
    assign_default(this, pickBy_default(options, (v) => v !== void 0));
  }
};
var Repetition = class extends AbstractProduction {
  constructor(options) {
    super(options.definition);
    this.idx = 1;
    assign_default(this, pickBy_default(options, (v) => v !== void 0));
  }
};
var RepetitionWithSeparator = class extends AbstractProduction {
  constructor(options) {
    super(options.definition);
    this.idx = 1;
    assign_default(this, pickBy_default(options, (v) => v !== void 0));
  }
};
var Alternation = class extends AbstractProduction {
  get definition() {
    return this._definition;
  }
  set definition(value2) {
    this._definition = value2;
  }
  constructor(options) {
    super(options.definition);
    this.idx = 1;
    this.ignoreAmbiguities = false;
    this.hasPredicates = false;
    assign_default(this, pickBy_default(options, (v) => v !== void 0));
  }
};
var Terminal = class {
  constructor(options) {
    this.idx = 1;
    assign_default(this, pickBy_default(options, (v) => v !== void 0));
  }
  accept(visitor) {
    visitor.visit(this);
  }
};
function serializeGrammar(topRules) {
  return map_default(topRules, serializeProduction);
}
function serializeProduction(node2) {
  function convertDefinition(definition) {
    return map_default(definition, serializeProduction);
  }
  if (node2 instanceof NonTerminal) {
    const serializedNonTerminal = {
      type: "NonTerminal",
      name: node2.nonTerminalName,
      idx: node2.idx
    };
    if (isString_default(node2.label)) {
      serializedNonTerminal.label = node2.label;
    }
    return serializedNonTerminal;
  } else if (node2 instanceof Alternative) {
    return {
      type: "Alternative",
      definition: convertDefinition(node2.definition)
    };
  } else if (node2 instanceof Option) {
    return {
      type: "Option",
      idx: node2.idx,
      definition: convertDefinition(node2.definition)
    };
  } else if (node2 instanceof RepetitionMandatory) {
    return {
      type: "RepetitionMandatory",
      idx: node2.idx,
      definition: convertDefinition(node2.definition)
    };
  } else if (node2 instanceof RepetitionMandatoryWithSeparator) {
    return {
      type: "RepetitionMandatoryWithSeparator",
      idx: node2.idx,
      separator: serializeProduction(new Terminal({ terminalType: node2.separator })),
      definition: convertDefinition(node2.definition)
    };
  } else if (node2 instanceof RepetitionWithSeparator) {
    return {
      type: "RepetitionWithSeparator",
      idx: node2.idx,
      separator: serializeProduction(new Terminal({ terminalType: node2.separator })),
      definition: convertDefinition(node2.definition)
    };
  } else if (node2 instanceof Repetition) {
    return {
      type: "Repetition",
      idx: node2.idx,
      definition: convertDefinition(node2.definition)
    };
  } else if (node2 instanceof Alternation) {
    return {
      type: "Alternation",
      idx: node2.idx,
      definition: convertDefinition(node2.definition)
    };
  } else if (node2 instanceof Terminal) {
    const serializedTerminal = {
      type: "Terminal",
      name: node2.terminalType.name,
      label: tokenLabel(node2.terminalType),
      idx: node2.idx
    };
    if (isString_default(node2.label)) {
      serializedTerminal.terminalLabel = node2.label;
    }
    const pattern = node2.terminalType.PATTERN;
    if (node2.terminalType.PATTERN) {
      serializedTerminal.pattern = isRegExp_default(pattern) ? pattern.source : pattern;
    }
    return serializedTerminal;
  } else if (node2 instanceof Rule) {
    return {
      type: "Rule",
      name: node2.name,
      orgText: node2.orgText,
      definition: convertDefinition(node2.definition)
    };
  } else {
    throw Error("non exhaustive match");
  }
}

// node_modules/@chevrotain/gast/lib/src/visitor.js
var GAstVisitor = class {
  visit(node2) {
    const nodeAny = node2;
    switch (nodeAny.constructor) {
      case NonTerminal:
        return this.visitNonTerminal(nodeAny);
      case Alternative:
        return this.visitAlternative(nodeAny);
      case Option:
        return this.visitOption(nodeAny);
      case RepetitionMandatory:
        return this.visitRepetitionMandatory(nodeAny);
      case RepetitionMandatoryWithSeparator:
        return this.visitRepetitionMandatoryWithSeparator(nodeAny);
      case RepetitionWithSeparator:
        return this.visitRepetitionWithSeparator(nodeAny);
      case Repetition:
        return this.visitRepetition(nodeAny);
      case Alternation:
        return this.visitAlternation(nodeAny);
      case Terminal:
        return this.visitTerminal(nodeAny);
      case Rule:
        return this.visitRule(nodeAny);
      /* c8 ignore next 2 */
      default:
        throw Error("non exhaustive match");
    }
  }
  /* c8 ignore next */
  visitNonTerminal(node2) {
  }
  /* c8 ignore next */
  visitAlternative(node2) {
  }
  /* c8 ignore next */
  visitOption(node2) {
  }
  /* c8 ignore next */
  visitRepetition(node2) {
  }
  /* c8 ignore next */
  visitRepetitionMandatory(node2) {
  }
  /* c8 ignore next 3 */
  visitRepetitionMandatoryWithSeparator(node2) {
  }
  /* c8 ignore next */
  visitRepetitionWithSeparator(node2) {
  }
  /* c8 ignore next */
  visitAlternation(node2) {
  }
  /* c8 ignore next */
  visitTerminal(node2) {
  }
  /* c8 ignore next */
  visitRule(node2) {
  }
};

// node_modules/@chevrotain/gast/lib/src/helpers.js
function isSequenceProd(prod) {
  return prod instanceof Alternative || prod instanceof Option || prod instanceof Repetition || prod instanceof RepetitionMandatory || prod instanceof RepetitionMandatoryWithSeparator || prod instanceof RepetitionWithSeparator || prod instanceof Terminal || prod instanceof Rule;
}
function isOptionalProd(prod, alreadyVisited = []) {
  const isDirectlyOptional = prod instanceof Option || prod instanceof Repetition || prod instanceof RepetitionWithSeparator;
  if (isDirectlyOptional) {
    return true;
  }
  if (prod instanceof Alternation) {
    return some_default(prod.definition, (subProd) => {
      return isOptionalProd(subProd, alreadyVisited);
    });
  } else if (prod instanceof NonTerminal && includes_default(alreadyVisited, prod)) {
    return false;
  } else if (prod instanceof AbstractProduction) {
    if (prod instanceof NonTerminal) {
      alreadyVisited.push(prod);
    }
    return every_default(prod.definition, (subProd) => {
      return isOptionalProd(subProd, alreadyVisited);
    });
  } else {
    return false;
  }
}
function isBranchingProd(prod) {
  return prod instanceof Alternation;
}
function getProductionDslName(prod) {
  if (prod instanceof NonTerminal) {
    return "SUBRULE";
  } else if (prod instanceof Option) {
    return "OPTION";
  } else if (prod instanceof Alternation) {
    return "OR";
  } else if (prod instanceof RepetitionMandatory) {
    return "AT_LEAST_ONE";
  } else if (prod instanceof RepetitionMandatoryWithSeparator) {
    return "AT_LEAST_ONE_SEP";
  } else if (prod instanceof RepetitionWithSeparator) {
    return "MANY_SEP";
  } else if (prod instanceof Repetition) {
    return "MANY";
  } else if (prod instanceof Terminal) {
    return "CONSUME";
  } else {
    throw Error("non exhaustive match");
  }
}

// node_modules/chevrotain/lib/src/parse/grammar/rest.js
var RestWalker = class {
  walk(prod, prevRest = []) {
    forEach_default(prod.definition, (subProd, index2) => {
      const currRest = drop_default(prod.definition, index2 + 1);
      if (subProd instanceof NonTerminal) {
        this.walkProdRef(subProd, currRest, prevRest);
      } else if (subProd instanceof Terminal) {
        this.walkTerminal(subProd, currRest, prevRest);
      } else if (subProd instanceof Alternative) {
        this.walkFlat(subProd, currRest, prevRest);
      } else if (subProd instanceof Option) {
        this.walkOption(subProd, currRest, prevRest);
      } else if (subProd instanceof RepetitionMandatory) {
        this.walkAtLeastOne(subProd, currRest, prevRest);
      } else if (subProd instanceof RepetitionMandatoryWithSeparator) {
        this.walkAtLeastOneSep(subProd, currRest, prevRest);
      } else if (subProd instanceof RepetitionWithSeparator) {
        this.walkManySep(subProd, currRest, prevRest);
      } else if (subProd instanceof Repetition) {
        this.walkMany(subProd, currRest, prevRest);
      } else if (subProd instanceof Alternation) {
        this.walkOr(subProd, currRest, prevRest);
      } else {
        throw Error("non exhaustive match");
      }
    });
  }
  walkTerminal(terminal, currRest, prevRest) {
  }
  walkProdRef(refProd, currRest, prevRest) {
  }
  walkFlat(flatProd, currRest, prevRest) {
    const fullOrRest = currRest.concat(prevRest);
    this.walk(flatProd, fullOrRest);
  }
  walkOption(optionProd, currRest, prevRest) {
    const fullOrRest = currRest.concat(prevRest);
    this.walk(optionProd, fullOrRest);
  }
  walkAtLeastOne(atLeastOneProd, currRest, prevRest) {
    const fullAtLeastOneRest = [
      new Option({ definition: atLeastOneProd.definition })
    ].concat(currRest, prevRest);
    this.walk(atLeastOneProd, fullAtLeastOneRest);
  }
  walkAtLeastOneSep(atLeastOneSepProd, currRest, prevRest) {
    const fullAtLeastOneSepRest = restForRepetitionWithSeparator(atLeastOneSepProd, currRest, prevRest);
    this.walk(atLeastOneSepProd, fullAtLeastOneSepRest);
  }
  walkMany(manyProd, currRest, prevRest) {
    const fullManyRest = [
      new Option({ definition: manyProd.definition })
    ].concat(currRest, prevRest);
    this.walk(manyProd, fullManyRest);
  }
  walkManySep(manySepProd, currRest, prevRest) {
    const fullManySepRest = restForRepetitionWithSeparator(manySepProd, currRest, prevRest);
    this.walk(manySepProd, fullManySepRest);
  }
  walkOr(orProd, currRest, prevRest) {
    const fullOrRest = currRest.concat(prevRest);
    forEach_default(orProd.definition, (alt) => {
      const prodWrapper = new Alternative({ definition: [alt] });
      this.walk(prodWrapper, fullOrRest);
    });
  }
};
function restForRepetitionWithSeparator(repSepProd, currRest, prevRest) {
  const repSepRest = [
    new Option({
      definition: [
        new Terminal({ terminalType: repSepProd.separator })
      ].concat(repSepProd.definition)
    })
  ];
  const fullRepSepRest = repSepRest.concat(currRest, prevRest);
  return fullRepSepRest;
}

// node_modules/chevrotain/lib/src/parse/grammar/first.js
function first(prod) {
  if (prod instanceof NonTerminal) {
    return first(prod.referencedRule);
  } else if (prod instanceof Terminal) {
    return firstForTerminal(prod);
  } else if (isSequenceProd(prod)) {
    return firstForSequence(prod);
  } else if (isBranchingProd(prod)) {
    return firstForBranching(prod);
  } else {
    throw Error("non exhaustive match");
  }
}
function firstForSequence(prod) {
  let firstSet = [];
  const seq = prod.definition;
  let nextSubProdIdx = 0;
  let hasInnerProdsRemaining = seq.length > nextSubProdIdx;
  let currSubProd;
  let isLastInnerProdOptional = true;
  while (hasInnerProdsRemaining && isLastInnerProdOptional) {
    currSubProd = seq[nextSubProdIdx];
    isLastInnerProdOptional = isOptionalProd(currSubProd);
    firstSet = firstSet.concat(first(currSubProd));
    nextSubProdIdx = nextSubProdIdx + 1;
    hasInnerProdsRemaining = seq.length > nextSubProdIdx;
  }
  return uniq_default(firstSet);
}
function firstForBranching(prod) {
  const allAlternativesFirsts = map_default(prod.definition, (innerProd) => {
    return first(innerProd);
  });
  return uniq_default(flatten_default(allAlternativesFirsts));
}
function firstForTerminal(terminal) {
  return [terminal.terminalType];
}

// node_modules/chevrotain/lib/src/parse/constants.js
var IN = "_~IN~_";

// node_modules/chevrotain/lib/src/parse/grammar/follow.js
var ResyncFollowsWalker = class extends RestWalker {
  constructor(topProd) {
    super();
    this.topProd = topProd;
    this.follows = {};
  }
  startWalking() {
    this.walk(this.topProd);
    return this.follows;
  }
  walkTerminal(terminal, currRest, prevRest) {
  }
  walkProdRef(refProd, currRest, prevRest) {
    const followName = buildBetweenProdsFollowPrefix(refProd.referencedRule, refProd.idx) + this.topProd.name;
    const fullRest = currRest.concat(prevRest);
    const restProd = new Alternative({ definition: fullRest });
    const t_in_topProd_follows = first(restProd);
    this.follows[followName] = t_in_topProd_follows;
  }
};
function computeAllProdsFollows(topProductions) {
  const reSyncFollows = {};
  forEach_default(topProductions, (topProd) => {
    const currRefsFollow = new ResyncFollowsWalker(topProd).startWalking();
    assign_default(reSyncFollows, currRefsFollow);
  });
  return reSyncFollows;
}
function buildBetweenProdsFollowPrefix(inner, occurenceInParent) {
  return inner.name + occurenceInParent + IN;
}

// node_modules/@chevrotain/regexp-to-ast/lib/src/utils.js
function cc(char) {
  return char.charCodeAt(0);
}
function insertToSet(item, set) {
  if (Array.isArray(item)) {
    item.forEach(function(subItem) {
      set.push(subItem);
    });
  } else {
    set.push(item);
  }
}
function addFlag(flagObj, flagKey) {
  if (flagObj[flagKey] === true) {
    throw "duplicate flag " + flagKey;
  }
  const x5 = flagObj[flagKey];
  flagObj[flagKey] = true;
}
function ASSERT_EXISTS(obj) {
  if (obj === void 0) {
    throw Error("Internal Error - Should never get here!");
  }
  return true;
}
function ASSERT_NEVER_REACH_HERE() {
  throw Error("Internal Error - Should never get here!");
}
function isCharacter(obj) {
  return obj["type"] === "Character";
}

// node_modules/@chevrotain/regexp-to-ast/lib/src/character-classes.js
var digitsCharCodes = [];
for (let i = cc("0"); i <= cc("9"); i++) {
  digitsCharCodes.push(i);
}
var wordCharCodes = [cc("_")].concat(digitsCharCodes);
for (let i = cc("a"); i <= cc("z"); i++) {
  wordCharCodes.push(i);
}
for (let i = cc("A"); i <= cc("Z"); i++) {
  wordCharCodes.push(i);
}
var whitespaceCodes = [
  cc(" "),
  cc("\f"),
  cc("\n"),
  cc("\r"),
  cc("	"),
  cc("\v"),
  cc("	"),
  cc("\xA0"),
  cc("\u1680"),
  cc("\u2000"),
  cc("\u2001"),
  cc("\u2002"),
  cc("\u2003"),
  cc("\u2004"),
  cc("\u2005"),
  cc("\u2006"),
  cc("\u2007"),
  cc("\u2008"),
  cc("\u2009"),
  cc("\u200A"),
  cc("\u2028"),
  cc("\u2029"),
  cc("\u202F"),
  cc("\u205F"),
  cc("\u3000"),
  cc("\uFEFF")
];

// node_modules/@chevrotain/regexp-to-ast/lib/src/regexp-parser.js
var hexDigitPattern = /[0-9a-fA-F]/;
var decimalPattern = /[0-9]/;
var decimalPatternNoZero = /[1-9]/;
var RegExpParser = class {
  constructor() {
    this.idx = 0;
    this.input = "";
    this.groupIdx = 0;
  }
  saveState() {
    return {
      idx: this.idx,
      input: this.input,
      groupIdx: this.groupIdx
    };
  }
  restoreState(newState) {
    this.idx = newState.idx;
    this.input = newState.input;
    this.groupIdx = newState.groupIdx;
  }
  pattern(input) {
    this.idx = 0;
    this.input = input;
    this.groupIdx = 0;
    this.consumeChar("/");
    const value2 = this.disjunction();
    this.consumeChar("/");
    const flags = {
      type: "Flags",
      loc: { begin: this.idx, end: input.length },
      global: false,
      ignoreCase: false,
      multiLine: false,
      unicode: false,
      sticky: false
    };
    while (this.isRegExpFlag()) {
      switch (this.popChar()) {
        case "g":
          addFlag(flags, "global");
          break;
        case "i":
          addFlag(flags, "ignoreCase");
          break;
        case "m":
          addFlag(flags, "multiLine");
          break;
        case "u":
          addFlag(flags, "unicode");
          break;
        case "y":
          addFlag(flags, "sticky");
          break;
      }
    }
    if (this.idx !== this.input.length) {
      throw Error("Redundant input: " + this.input.substring(this.idx));
    }
    return {
      type: "Pattern",
      flags,
      value: value2,
      loc: this.loc(0)
    };
  }
  disjunction() {
    const alts = [];
    const begin = this.idx;
    alts.push(this.alternative());
    while (this.peekChar() === "|") {
      this.consumeChar("|");
      alts.push(this.alternative());
    }
    return { type: "Disjunction", value: alts, loc: this.loc(begin) };
  }
  alternative() {
    const terms = [];
    const begin = this.idx;
    while (this.isTerm()) {
      terms.push(this.term());
    }
    return { type: "Alternative", value: terms, loc: this.loc(begin) };
  }
  term() {
    if (this.isAssertion()) {
      return this.assertion();
    } else {
      return this.atom();
    }
  }
  assertion() {
    const begin = this.idx;
    switch (this.popChar()) {
      case "^":
        return {
          type: "StartAnchor",
          loc: this.loc(begin)
        };
      case "$":
        return { type: "EndAnchor", loc: this.loc(begin) };
      // '\b' or '\B'
      case "\\":
        switch (this.popChar()) {
          case "b":
            return {
              type: "WordBoundary",
              loc: this.loc(begin)
            };
          case "B":
            return {
              type: "NonWordBoundary",
              loc: this.loc(begin)
            };
        }
        throw Error("Invalid Assertion Escape");
      // '(?=' or '(?!'
      case "(":
        this.consumeChar("?");
        let type2;
        switch (this.popChar()) {
          case "=":
            type2 = "Lookahead";
            break;
          case "!":
            type2 = "NegativeLookahead";
            break;
          case "<": {
            switch (this.popChar()) {
              case "=":
                type2 = "Lookbehind";
                break;
              case "!":
                type2 = "NegativeLookbehind";
            }
            break;
          }
        }
        ASSERT_EXISTS(type2);
        const disjunction = this.disjunction();
        this.consumeChar(")");
        return {
          type: type2,
          value: disjunction,
          loc: this.loc(begin)
        };
    }
    return ASSERT_NEVER_REACH_HERE();
  }
  quantifier(isBacktracking = false) {
    let range2 = void 0;
    const begin = this.idx;
    switch (this.popChar()) {
      case "*":
        range2 = {
          atLeast: 0,
          atMost: Infinity
        };
        break;
      case "+":
        range2 = {
          atLeast: 1,
          atMost: Infinity
        };
        break;
      case "?":
        range2 = {
          atLeast: 0,
          atMost: 1
        };
        break;
      case "{":
        const atLeast = this.integerIncludingZero();
        switch (this.popChar()) {
          case "}":
            range2 = {
              atLeast,
              atMost: atLeast
            };
            break;
          case ",":
            let atMost;
            if (this.isDigit()) {
              atMost = this.integerIncludingZero();
              range2 = {
                atLeast,
                atMost
              };
            } else {
              range2 = {
                atLeast,
                atMost: Infinity
              };
            }
            this.consumeChar("}");
            break;
        }
        if (isBacktracking === true && range2 === void 0) {
          return void 0;
        }
        ASSERT_EXISTS(range2);
        break;
    }
    if (isBacktracking === true && range2 === void 0) {
      return void 0;
    }
    if (ASSERT_EXISTS(range2)) {
      if (this.peekChar(0) === "?") {
        this.consumeChar("?");
        range2.greedy = false;
      } else {
        range2.greedy = true;
      }
      range2.type = "Quantifier";
      range2.loc = this.loc(begin);
      return range2;
    }
  }
  atom() {
    let atom;
    const begin = this.idx;
    switch (this.peekChar()) {
      case ".":
        atom = this.dotAll();
        break;
      case "\\":
        atom = this.atomEscape();
        break;
      case "[":
        atom = this.characterClass();
        break;
      case "(":
        atom = this.group();
        break;
    }
    if (atom === void 0 && this.isPatternCharacter()) {
      atom = this.patternCharacter();
    }
    if (ASSERT_EXISTS(atom)) {
      atom.loc = this.loc(begin);
      if (this.isQuantifier()) {
        atom.quantifier = this.quantifier();
      }
      return atom;
    }
    return ASSERT_NEVER_REACH_HERE();
  }
  dotAll() {
    this.consumeChar(".");
    return {
      type: "Set",
      complement: true,
      value: [cc("\n"), cc("\r"), cc("\u2028"), cc("\u2029")]
    };
  }
  atomEscape() {
    this.consumeChar("\\");
    switch (this.peekChar()) {
      case "1":
      case "2":
      case "3":
      case "4":
      case "5":
      case "6":
      case "7":
      case "8":
      case "9":
        return this.decimalEscapeAtom();
      case "d":
      case "D":
      case "s":
      case "S":
      case "w":
      case "W":
        return this.characterClassEscape();
      case "f":
      case "n":
      case "r":
      case "t":
      case "v":
        return this.controlEscapeAtom();
      case "c":
        return this.controlLetterEscapeAtom();
      case "0":
        return this.nulCharacterAtom();
      case "x":
        return this.hexEscapeSequenceAtom();
      case "u":
        return this.regExpUnicodeEscapeSequenceAtom();
      default:
        return this.identityEscapeAtom();
    }
  }
  decimalEscapeAtom() {
    const value2 = this.positiveInteger();
    return { type: "GroupBackReference", value: value2 };
  }
  characterClassEscape() {
    let set;
    let complement = false;
    switch (this.popChar()) {
      case "d":
        set = digitsCharCodes;
        break;
      case "D":
        set = digitsCharCodes;
        complement = true;
        break;
      case "s":
        set = whitespaceCodes;
        break;
      case "S":
        set = whitespaceCodes;
        complement = true;
        break;
      case "w":
        set = wordCharCodes;
        break;
      case "W":
        set = wordCharCodes;
        complement = true;
        break;
    }
    if (ASSERT_EXISTS(set)) {
      return { type: "Set", value: set, complement };
    }
    return ASSERT_NEVER_REACH_HERE();
  }
  controlEscapeAtom() {
    let escapeCode;
    switch (this.popChar()) {
      case "f":
        escapeCode = cc("\f");
        break;
      case "n":
        escapeCode = cc("\n");
        break;
      case "r":
        escapeCode = cc("\r");
        break;
      case "t":
        escapeCode = cc("	");
        break;
      case "v":
        escapeCode = cc("\v");
        break;
    }
    if (ASSERT_EXISTS(escapeCode)) {
      return { type: "Character", value: escapeCode };
    }
    return ASSERT_NEVER_REACH_HERE();
  }
  controlLetterEscapeAtom() {
    this.consumeChar("c");
    const letter = this.popChar();
    if (/[a-zA-Z]/.test(letter) === false) {
      throw Error("Invalid ");
    }
    const letterCode = letter.toUpperCase().charCodeAt(0) - 64;
    return { type: "Character", value: letterCode };
  }
  nulCharacterAtom() {
    this.consumeChar("0");
    return { type: "Character", value: cc("\0") };
  }
  hexEscapeSequenceAtom() {
    this.consumeChar("x");
    return this.parseHexDigits(2);
  }
  regExpUnicodeEscapeSequenceAtom() {
    this.consumeChar("u");
    return this.parseHexDigits(4);
  }
  identityEscapeAtom() {
    const escapedChar = this.popChar();
    return { type: "Character", value: cc(escapedChar) };
  }
  classPatternCharacterAtom() {
    switch (this.peekChar()) {
      // istanbul ignore next
      case "\n":
      // istanbul ignore next
      case "\r":
      // istanbul ignore next
      case "\u2028":
      // istanbul ignore next
      case "\u2029":
      // istanbul ignore next
      case "\\":
      // istanbul ignore next
      case "]":
        throw Error("TBD");
      default:
        const nextChar = this.popChar();
        return { type: "Character", value: cc(nextChar) };
    }
  }
  characterClass() {
    const set = [];
    let complement = false;
    this.consumeChar("[");
    if (this.peekChar(0) === "^") {
      this.consumeChar("^");
      complement = true;
    }
    while (this.isClassAtom()) {
      const from = this.classAtom();
      const isFromSingleChar = from.type === "Character";
      if (isCharacter(from) && this.isRangeDash()) {
        this.consumeChar("-");
        const to = this.classAtom();
        const isToSingleChar = to.type === "Character";
        if (isCharacter(to)) {
          if (to.value < from.value) {
            throw Error("Range out of order in character class");
          }
          set.push({ from: from.value, to: to.value });
        } else {
          insertToSet(from.value, set);
          set.push(cc("-"));
          insertToSet(to.value, set);
        }
      } else {
        insertToSet(from.value, set);
      }
    }
    this.consumeChar("]");
    return { type: "Set", complement, value: set };
  }
  classAtom() {
    switch (this.peekChar()) {
      // istanbul ignore next
      case "]":
      // istanbul ignore next
      case "\n":
      // istanbul ignore next
      case "\r":
      // istanbul ignore next
      case "\u2028":
      // istanbul ignore next
      case "\u2029":
        throw Error("TBD");
      case "\\":
        return this.classEscape();
      default:
        return this.classPatternCharacterAtom();
    }
  }
  classEscape() {
    this.consumeChar("\\");
    switch (this.peekChar()) {
      // Matches a backspace.
      // (Not to be confused with \b word boundary outside characterClass)
      case "b":
        this.consumeChar("b");
        return { type: "Character", value: cc("\b") };
      case "d":
      case "D":
      case "s":
      case "S":
      case "w":
      case "W":
        return this.characterClassEscape();
      case "f":
      case "n":
      case "r":
      case "t":
      case "v":
        return this.controlEscapeAtom();
      case "c":
        return this.controlLetterEscapeAtom();
      case "0":
        return this.nulCharacterAtom();
      case "x":
        return this.hexEscapeSequenceAtom();
      case "u":
        return this.regExpUnicodeEscapeSequenceAtom();
      default:
        return this.identityEscapeAtom();
    }
  }
  group() {
    let capturing = true;
    this.consumeChar("(");
    switch (this.peekChar(0)) {
      case "?":
        this.consumeChar("?");
        this.consumeChar(":");
        capturing = false;
        break;
      default:
        this.groupIdx++;
        break;
    }
    const value2 = this.disjunction();
    this.consumeChar(")");
    const groupAst = {
      type: "Group",
      capturing,
      value: value2
    };
    if (capturing) {
      groupAst["idx"] = this.groupIdx;
    }
    return groupAst;
  }
  positiveInteger() {
    let number3 = this.popChar();
    if (decimalPatternNoZero.test(number3) === false) {
      throw Error("Expecting a positive integer");
    }
    while (decimalPattern.test(this.peekChar(0))) {
      number3 += this.popChar();
    }
    return parseInt(number3, 10);
  }
  integerIncludingZero() {
    let number3 = this.popChar();
    if (decimalPattern.test(number3) === false) {
      throw Error("Expecting an integer");
    }
    while (decimalPattern.test(this.peekChar(0))) {
      number3 += this.popChar();
    }
    return parseInt(number3, 10);
  }
  patternCharacter() {
    const nextChar = this.popChar();
    switch (nextChar) {
      // istanbul ignore next
      case "\n":
      // istanbul ignore next
      case "\r":
      // istanbul ignore next
      case "\u2028":
      // istanbul ignore next
      case "\u2029":
      // istanbul ignore next
      case "^":
      // istanbul ignore next
      case "$":
      // istanbul ignore next
      case "\\":
      // istanbul ignore next
      case ".":
      // istanbul ignore next
      case "*":
      // istanbul ignore next
      case "+":
      // istanbul ignore next
      case "?":
      // istanbul ignore next
      case "(":
      // istanbul ignore next
      case ")":
      // istanbul ignore next
      case "[":
      // istanbul ignore next
      case "|":
        throw Error("TBD");
      default:
        return { type: "Character", value: cc(nextChar) };
    }
  }
  isRegExpFlag() {
    switch (this.peekChar(0)) {
      case "g":
      case "i":
      case "m":
      case "u":
      case "y":
        return true;
      default:
        return false;
    }
  }
  isRangeDash() {
    return this.peekChar() === "-" && this.isClassAtom(1);
  }
  isDigit() {
    return decimalPattern.test(this.peekChar(0));
  }
  isClassAtom(howMuch = 0) {
    switch (this.peekChar(howMuch)) {
      case "]":
      case "\n":
      case "\r":
      case "\u2028":
      case "\u2029":
        return false;
      default:
        return true;
    }
  }
  isTerm() {
    return this.isAtom() || this.isAssertion();
  }
  isAtom() {
    if (this.isPatternCharacter()) {
      return true;
    }
    switch (this.peekChar(0)) {
      case ".":
      case "\\":
      // atomEscape
      case "[":
      // characterClass
      // TODO: isAtom must be called before isAssertion - disambiguate
      case "(":
        return true;
      default:
        return false;
    }
  }
  isAssertion() {
    switch (this.peekChar(0)) {
      case "^":
      case "$":
        return true;
      // '\b' or '\B'
      case "\\":
        switch (this.peekChar(1)) {
          case "b":
          case "B":
            return true;
          default:
            return false;
        }
      // '(?=' or '(?!' or `(?<=` or `(?<!`
      case "(":
        return this.peekChar(1) === "?" && (this.peekChar(2) === "=" || this.peekChar(2) === "!" || this.peekChar(2) === "<" && (this.peekChar(3) === "=" || this.peekChar(3) === "!"));
      default:
        return false;
    }
  }
  isQuantifier() {
    const prevState = this.saveState();
    try {
      return this.quantifier(true) !== void 0;
    } catch (e) {
      return false;
    } finally {
      this.restoreState(prevState);
    }
  }
  isPatternCharacter() {
    switch (this.peekChar()) {
      case "^":
      case "$":
      case "\\":
      case ".":
      case "*":
      case "+":
      case "?":
      case "(":
      case ")":
      case "[":
      case "|":
      case "/":
      case "\n":
      case "\r":
      case "\u2028":
      case "\u2029":
        return false;
      default:
        return true;
    }
  }
  parseHexDigits(howMany) {
    let hexString = "";
    for (let i = 0; i < howMany; i++) {
      const hexChar = this.popChar();
      if (hexDigitPattern.test(hexChar) === false) {
        throw Error("Expecting a HexDecimal digits");
      }
      hexString += hexChar;
    }
    const charCode = parseInt(hexString, 16);
    return { type: "Character", value: charCode };
  }
  peekChar(howMuch = 0) {
    return this.input[this.idx + howMuch];
  }
  popChar() {
    const nextChar = this.peekChar(0);
    this.consumeChar(void 0);
    return nextChar;
  }
  consumeChar(char) {
    if (char !== void 0 && this.input[this.idx] !== char) {
      throw Error("Expected: '" + char + "' but found: '" + this.input[this.idx] + "' at offset: " + this.idx);
    }
    if (this.idx >= this.input.length) {
      throw Error("Unexpected end of input");
    }
    this.idx++;
  }
  loc(begin) {
    return { begin, end: this.idx };
  }
};

// node_modules/@chevrotain/regexp-to-ast/lib/src/base-regexp-visitor.js
var BaseRegExpVisitor = class {
  visitChildren(node2) {
    for (const key in node2) {
      const child = node2[key];
      if (node2.hasOwnProperty(key)) {
        if (child.type !== void 0) {
          this.visit(child);
        } else if (Array.isArray(child)) {
          child.forEach((subChild) => {
            this.visit(subChild);
          }, this);
        }
      }
    }
  }
  visit(node2) {
    switch (node2.type) {
      case "Pattern":
        this.visitPattern(node2);
        break;
      case "Flags":
        this.visitFlags(node2);
        break;
      case "Disjunction":
        this.visitDisjunction(node2);
        break;
      case "Alternative":
        this.visitAlternative(node2);
        break;
      case "StartAnchor":
        this.visitStartAnchor(node2);
        break;
      case "EndAnchor":
        this.visitEndAnchor(node2);
        break;
      case "WordBoundary":
        this.visitWordBoundary(node2);
        break;
      case "NonWordBoundary":
        this.visitNonWordBoundary(node2);
        break;
      case "Lookahead":
        this.visitLookahead(node2);
        break;
      case "NegativeLookahead":
        this.visitNegativeLookahead(node2);
        break;
      case "Lookbehind":
        this.visitLookbehind(node2);
        break;
      case "NegativeLookbehind":
        this.visitNegativeLookbehind(node2);
        break;
      case "Character":
        this.visitCharacter(node2);
        break;
      case "Set":
        this.visitSet(node2);
        break;
      case "Group":
        this.visitGroup(node2);
        break;
      case "GroupBackReference":
        this.visitGroupBackReference(node2);
        break;
      case "Quantifier":
        this.visitQuantifier(node2);
        break;
    }
    this.visitChildren(node2);
  }
  visitPattern(node2) {
  }
  visitFlags(node2) {
  }
  visitDisjunction(node2) {
  }
  visitAlternative(node2) {
  }
  // Assertion
  visitStartAnchor(node2) {
  }
  visitEndAnchor(node2) {
  }
  visitWordBoundary(node2) {
  }
  visitNonWordBoundary(node2) {
  }
  visitLookahead(node2) {
  }
  visitNegativeLookahead(node2) {
  }
  visitLookbehind(node2) {
  }
  visitNegativeLookbehind(node2) {
  }
  // atoms
  visitCharacter(node2) {
  }
  visitSet(node2) {
  }
  visitGroup(node2) {
  }
  visitGroupBackReference(node2) {
  }
  visitQuantifier(node2) {
  }
};

// node_modules/chevrotain/lib/src/scan/reg_exp_parser.js
var regExpAstCache = {};
var regExpParser = new RegExpParser();
function getRegExpAst(regExp) {
  const regExpStr = regExp.toString();
  if (regExpAstCache.hasOwnProperty(regExpStr)) {
    return regExpAstCache[regExpStr];
  } else {
    const regExpAst = regExpParser.pattern(regExpStr);
    regExpAstCache[regExpStr] = regExpAst;
    return regExpAst;
  }
}
function clearRegExpParserCache() {
  regExpAstCache = {};
}

// node_modules/chevrotain/lib/src/scan/reg_exp.js
var complementErrorMessage = "Complement Sets are not supported for first char optimization";
var failedOptimizationPrefixMsg = 'Unable to use "first char" lexer optimizations:\n';
function getOptimizedStartCodesIndices(regExp, ensureOptimizations = false) {
  try {
    const ast = getRegExpAst(regExp);
    const firstChars = firstCharOptimizedIndices(ast.value, {}, ast.flags.ignoreCase);
    return firstChars;
  } catch (e) {
    if (e.message === complementErrorMessage) {
      if (ensureOptimizations) {
        PRINT_WARNING(`${failedOptimizationPrefixMsg}	Unable to optimize: < ${regExp.toString()} >
	Complement Sets cannot be automatically optimized.
	This will disable the lexer's first char optimizations.
	See: https://chevrotain.io/docs/guide/resolving_lexer_errors.html#COMPLEMENT for details.`);
      }
    } else {
      let msgSuffix = "";
      if (ensureOptimizations) {
        msgSuffix = "\n	This will disable the lexer's first char optimizations.\n	See: https://chevrotain.io/docs/guide/resolving_lexer_errors.html#REGEXP_PARSING for details.";
      }
      PRINT_ERROR(`${failedOptimizationPrefixMsg}
	Failed parsing: < ${regExp.toString()} >
	Using the @chevrotain/regexp-to-ast library
	Please open an issue at: https://github.com/chevrotain/chevrotain/issues` + msgSuffix);
    }
  }
  return [];
}
function firstCharOptimizedIndices(ast, result2, ignoreCase) {
  switch (ast.type) {
    case "Disjunction":
      for (let i = 0; i < ast.value.length; i++) {
        firstCharOptimizedIndices(ast.value[i], result2, ignoreCase);
      }
      break;
    case "Alternative":
      const terms = ast.value;
      for (let i = 0; i < terms.length; i++) {
        const term = terms[i];
        switch (term.type) {
          case "EndAnchor":
          // A group back reference cannot affect potential starting char.
          // because if a back reference is the first production than automatically
          // the group being referenced has had to come BEFORE so its codes have already been added
          case "GroupBackReference":
          // assertions do not affect potential starting codes
          case "Lookahead":
          case "NegativeLookahead":
          case "Lookbehind":
          case "NegativeLookbehind":
          case "StartAnchor":
          case "WordBoundary":
          case "NonWordBoundary":
            continue;
        }
        const atom = term;
        switch (atom.type) {
          case "Character":
            addOptimizedIdxToResult(atom.value, result2, ignoreCase);
            break;
          case "Set":
            if (atom.complement === true) {
              throw Error(complementErrorMessage);
            }
            forEach_default(atom.value, (code2) => {
              if (typeof code2 === "number") {
                addOptimizedIdxToResult(code2, result2, ignoreCase);
              } else {
                const range2 = code2;
                if (ignoreCase === true) {
                  for (let rangeCode = range2.from; rangeCode <= range2.to; rangeCode++) {
                    addOptimizedIdxToResult(rangeCode, result2, ignoreCase);
                  }
                } else {
                  for (let rangeCode = range2.from; rangeCode <= range2.to && rangeCode < minOptimizationVal; rangeCode++) {
                    addOptimizedIdxToResult(rangeCode, result2, ignoreCase);
                  }
                  if (range2.to >= minOptimizationVal) {
                    const minUnOptVal = range2.from >= minOptimizationVal ? range2.from : minOptimizationVal;
                    const maxUnOptVal = range2.to;
                    const minOptIdx = charCodeToOptimizedIndex(minUnOptVal);
                    const maxOptIdx = charCodeToOptimizedIndex(maxUnOptVal);
                    for (let currOptIdx = minOptIdx; currOptIdx <= maxOptIdx; currOptIdx++) {
                      result2[currOptIdx] = currOptIdx;
                    }
                  }
                }
              }
            });
            break;
          case "Group":
            firstCharOptimizedIndices(atom.value, result2, ignoreCase);
            break;
          /* istanbul ignore next */
          default:
            throw Error("Non Exhaustive Match");
        }
        const isOptionalQuantifier = atom.quantifier !== void 0 && atom.quantifier.atLeast === 0;
        if (
          // A group may be optional due to empty contents /(?:)/
          // or if everything inside it is optional /((a)?)/
          atom.type === "Group" && isWholeOptional(atom) === false || // If this term is not a group it may only be optional if it has an optional quantifier
          atom.type !== "Group" && isOptionalQuantifier === false
        ) {
          break;
        }
      }
      break;
    /* istanbul ignore next */
    default:
      throw Error("non exhaustive match!");
  }
  return values_default(result2);
}
function addOptimizedIdxToResult(code2, result2, ignoreCase) {
  const optimizedCharIdx = charCodeToOptimizedIndex(code2);
  result2[optimizedCharIdx] = optimizedCharIdx;
  if (ignoreCase === true) {
    handleIgnoreCase(code2, result2);
  }
}
function handleIgnoreCase(code2, result2) {
  const char = String.fromCharCode(code2);
  const upperChar = char.toUpperCase();
  if (upperChar !== char) {
    const optimizedCharIdx = charCodeToOptimizedIndex(upperChar.charCodeAt(0));
    result2[optimizedCharIdx] = optimizedCharIdx;
  } else {
    const lowerChar = char.toLowerCase();
    if (lowerChar !== char) {
      const optimizedCharIdx = charCodeToOptimizedIndex(lowerChar.charCodeAt(0));
      result2[optimizedCharIdx] = optimizedCharIdx;
    }
  }
}
function findCode(setNode, targetCharCodes) {
  return find_default(setNode.value, (codeOrRange) => {
    if (typeof codeOrRange === "number") {
      return includes_default(targetCharCodes, codeOrRange);
    } else {
      const range2 = codeOrRange;
      return find_default(targetCharCodes, (targetCode) => range2.from <= targetCode && targetCode <= range2.to) !== void 0;
    }
  });
}
function isWholeOptional(ast) {
  const quantifier = ast.quantifier;
  if (quantifier && quantifier.atLeast === 0) {
    return true;
  }
  if (!ast.value) {
    return false;
  }
  return isArray_default(ast.value) ? every_default(ast.value, isWholeOptional) : isWholeOptional(ast.value);
}
var CharCodeFinder = class extends BaseRegExpVisitor {
  constructor(targetCharCodes) {
    super();
    this.targetCharCodes = targetCharCodes;
    this.found = false;
  }
  visitChildren(node2) {
    if (this.found === true) {
      return;
    }
    switch (node2.type) {
      case "Lookahead":
        this.visitLookahead(node2);
        return;
      case "NegativeLookahead":
        this.visitNegativeLookahead(node2);
        return;
      case "Lookbehind":
        this.visitLookbehind(node2);
        return;
      case "NegativeLookbehind":
        this.visitNegativeLookbehind(node2);
        return;
    }
    super.visitChildren(node2);
  }
  visitCharacter(node2) {
    if (includes_default(this.targetCharCodes, node2.value)) {
      this.found = true;
    }
  }
  visitSet(node2) {
    if (node2.complement) {
      if (findCode(node2, this.targetCharCodes) === void 0) {
        this.found = true;
      }
    } else {
      if (findCode(node2, this.targetCharCodes) !== void 0) {
        this.found = true;
      }
    }
  }
};
function canMatchCharCode(charCodes, pattern) {
  if (pattern instanceof RegExp) {
    const ast = getRegExpAst(pattern);
    const charCodeFinder = new CharCodeFinder(charCodes);
    charCodeFinder.visit(ast);
    return charCodeFinder.found;
  } else {
    return find_default(pattern, (char) => {
      return includes_default(charCodes, char.charCodeAt(0));
    }) !== void 0;
  }
}

// node_modules/chevrotain/lib/src/scan/lexer.js
var PATTERN = "PATTERN";
var DEFAULT_MODE = "defaultMode";
var MODES = "modes";
function analyzeTokenTypes(tokenTypes2, options) {
  options = defaults_default(options, {
    debug: false,
    safeMode: false,
    positionTracking: "full",
    lineTerminatorCharacters: ["\r", "\n"],
    tracer: (msg, action) => action()
  });
  const tracer = options.tracer;
  tracer("initCharCodeToOptimizedIndexMap", () => {
    initCharCodeToOptimizedIndexMap();
  });
  let onlyRelevantTypes;
  tracer("Reject Lexer.NA", () => {
    onlyRelevantTypes = reject_default(tokenTypes2, (currType) => {
      return currType[PATTERN] === Lexer.NA;
    });
  });
  let hasCustom = false;
  let allTransformedPatterns;
  tracer("Transform Patterns", () => {
    hasCustom = false;
    allTransformedPatterns = map_default(onlyRelevantTypes, (currType) => {
      const currPattern = currType[PATTERN];
      if (isRegExp_default(currPattern)) {
        const regExpSource = currPattern.source;
        if (regExpSource.length === 1 && // only these regExp meta characters which can appear in a length one regExp
        regExpSource !== "^" && regExpSource !== "$" && regExpSource !== "." && !currPattern.ignoreCase) {
          return regExpSource;
        } else if (regExpSource.length === 2 && regExpSource[0] === "\\" && // not a meta character
        !includes_default([
          "d",
          "D",
          "s",
          "S",
          "t",
          "r",
          "n",
          "t",
          "0",
          "c",
          "b",
          "B",
          "f",
          "v",
          "w",
          "W"
        ], regExpSource[1])) {
          return regExpSource[1];
        } else {
          return addStickyFlag(currPattern);
        }
      } else if (isFunction_default(currPattern)) {
        hasCustom = true;
        return { exec: currPattern };
      } else if (typeof currPattern === "object") {
        hasCustom = true;
        return currPattern;
      } else if (typeof currPattern === "string") {
        if (currPattern.length === 1) {
          return currPattern;
        } else {
          const escapedRegExpString = currPattern.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&");
          const wrappedRegExp = new RegExp(escapedRegExpString);
          return addStickyFlag(wrappedRegExp);
        }
      } else {
        throw Error("non exhaustive match");
      }
    });
  });
  let patternIdxToType;
  let patternIdxToGroup;
  let patternIdxToLongerAltIdxArr;
  let patternIdxToPushMode;
  let patternIdxToPopMode;
  tracer("misc mapping", () => {
    patternIdxToType = map_default(onlyRelevantTypes, (currType) => currType.tokenTypeIdx);
    patternIdxToGroup = map_default(onlyRelevantTypes, (clazz) => {
      const groupName = clazz.GROUP;
      if (groupName === Lexer.SKIPPED) {
        return void 0;
      } else if (isString_default(groupName)) {
        return groupName;
      } else if (isUndefined_default(groupName)) {
        return false;
      } else {
        throw Error("non exhaustive match");
      }
    });
    patternIdxToLongerAltIdxArr = map_default(onlyRelevantTypes, (clazz) => {
      const longerAltType = clazz.LONGER_ALT;
      if (longerAltType) {
        const longerAltIdxArr = isArray_default(longerAltType) ? map_default(longerAltType, (type2) => indexOf_default(onlyRelevantTypes, type2)) : [indexOf_default(onlyRelevantTypes, longerAltType)];
        return longerAltIdxArr;
      }
    });
    patternIdxToPushMode = map_default(onlyRelevantTypes, (clazz) => clazz.PUSH_MODE);
    patternIdxToPopMode = map_default(onlyRelevantTypes, (clazz) => has_default(clazz, "POP_MODE"));
  });
  let patternIdxToCanLineTerminator;
  tracer("Line Terminator Handling", () => {
    const lineTerminatorCharCodes = getCharCodes(options.lineTerminatorCharacters);
    patternIdxToCanLineTerminator = map_default(onlyRelevantTypes, (tokType) => false);
    if (options.positionTracking !== "onlyOffset") {
      patternIdxToCanLineTerminator = map_default(onlyRelevantTypes, (tokType) => {
        if (has_default(tokType, "LINE_BREAKS")) {
          return !!tokType.LINE_BREAKS;
        } else {
          return checkLineBreaksIssues(tokType, lineTerminatorCharCodes) === false && canMatchCharCode(lineTerminatorCharCodes, tokType.PATTERN);
        }
      });
    }
  });
  let patternIdxToIsCustom;
  let patternIdxToShort;
  let emptyGroups;
  let patternIdxToConfig;
  tracer("Misc Mapping #2", () => {
    patternIdxToIsCustom = map_default(onlyRelevantTypes, isCustomPattern);
    patternIdxToShort = map_default(allTransformedPatterns, isShortPattern);
    emptyGroups = reduce_default(onlyRelevantTypes, (acc, clazz) => {
      const groupName = clazz.GROUP;
      if (isString_default(groupName) && !(groupName === Lexer.SKIPPED)) {
        acc[groupName] = [];
      }
      return acc;
    }, {});
    patternIdxToConfig = map_default(allTransformedPatterns, (x5, idx) => {
      return {
        pattern: allTransformedPatterns[idx],
        longerAlt: patternIdxToLongerAltIdxArr[idx],
        canLineTerminator: patternIdxToCanLineTerminator[idx],
        isCustom: patternIdxToIsCustom[idx],
        short: patternIdxToShort[idx],
        group: patternIdxToGroup[idx],
        push: patternIdxToPushMode[idx],
        pop: patternIdxToPopMode[idx],
        tokenTypeIdx: patternIdxToType[idx],
        tokenType: onlyRelevantTypes[idx]
      };
    });
  });
  let canBeOptimized = true;
  let charCodeToPatternIdxToConfig = [];
  if (!options.safeMode) {
    tracer("First Char Optimization", () => {
      charCodeToPatternIdxToConfig = reduce_default(onlyRelevantTypes, (result2, currTokType, idx) => {
        if (typeof currTokType.PATTERN === "string") {
          const charCode = currTokType.PATTERN.charCodeAt(0);
          const optimizedIdx = charCodeToOptimizedIndex(charCode);
          addToMapOfArrays(result2, optimizedIdx, patternIdxToConfig[idx]);
        } else if (isArray_default(currTokType.START_CHARS_HINT)) {
          let lastOptimizedIdx;
          forEach_default(currTokType.START_CHARS_HINT, (charOrInt) => {
            const charCode = typeof charOrInt === "string" ? charOrInt.charCodeAt(0) : charOrInt;
            const currOptimizedIdx = charCodeToOptimizedIndex(charCode);
            if (lastOptimizedIdx !== currOptimizedIdx) {
              lastOptimizedIdx = currOptimizedIdx;
              addToMapOfArrays(result2, currOptimizedIdx, patternIdxToConfig[idx]);
            }
          });
        } else if (isRegExp_default(currTokType.PATTERN)) {
          if (currTokType.PATTERN.unicode) {
            canBeOptimized = false;
            if (options.ensureOptimizations) {
              PRINT_ERROR(`${failedOptimizationPrefixMsg}	Unable to analyze < ${currTokType.PATTERN.toString()} > pattern.
	The regexp unicode flag is not currently supported by the regexp-to-ast library.
	This will disable the lexer's first char optimizations.
	For details See: https://chevrotain.io/docs/guide/resolving_lexer_errors.html#UNICODE_OPTIMIZE`);
            }
          } else {
            const optimizedCodes = getOptimizedStartCodesIndices(currTokType.PATTERN, options.ensureOptimizations);
            if (isEmpty_default(optimizedCodes)) {
              canBeOptimized = false;
            }
            forEach_default(optimizedCodes, (code2) => {
              addToMapOfArrays(result2, code2, patternIdxToConfig[idx]);
            });
          }
        } else {
          if (options.ensureOptimizations) {
            PRINT_ERROR(`${failedOptimizationPrefixMsg}	TokenType: <${currTokType.name}> is using a custom token pattern without providing <start_chars_hint> parameter.
	This will disable the lexer's first char optimizations.
	For details See: https://chevrotain.io/docs/guide/resolving_lexer_errors.html#CUSTOM_OPTIMIZE`);
          }
          canBeOptimized = false;
        }
        return result2;
      }, []);
    });
  }
  return {
    emptyGroups,
    patternIdxToConfig,
    charCodeToPatternIdxToConfig,
    hasCustom,
    canBeOptimized
  };
}
function validatePatterns(tokenTypes2, validModesNames) {
  let errors = [];
  const missingResult = findMissingPatterns(tokenTypes2);
  errors = errors.concat(missingResult.errors);
  const invalidResult = findInvalidPatterns(missingResult.valid);
  const validTokenTypes = invalidResult.valid;
  errors = errors.concat(invalidResult.errors);
  errors = errors.concat(validateRegExpPattern(validTokenTypes));
  errors = errors.concat(findInvalidGroupType(validTokenTypes));
  errors = errors.concat(findModesThatDoNotExist(validTokenTypes, validModesNames));
  errors = errors.concat(findUnreachablePatterns(validTokenTypes));
  return errors;
}
function validateRegExpPattern(tokenTypes2) {
  let errors = [];
  const withRegExpPatterns = filter_default(tokenTypes2, (currTokType) => isRegExp_default(currTokType[PATTERN]));
  errors = errors.concat(findEndOfInputAnchor(withRegExpPatterns));
  errors = errors.concat(findStartOfInputAnchor(withRegExpPatterns));
  errors = errors.concat(findUnsupportedFlags(withRegExpPatterns));
  errors = errors.concat(findDuplicatePatterns(withRegExpPatterns));
  errors = errors.concat(findEmptyMatchRegExps(withRegExpPatterns));
  return errors;
}
function findMissingPatterns(tokenTypes2) {
  const tokenTypesWithMissingPattern = filter_default(tokenTypes2, (currType) => {
    return !has_default(currType, PATTERN);
  });
  const errors = map_default(tokenTypesWithMissingPattern, (currType) => {
    return {
      message: "Token Type: ->" + currType.name + "<- missing static 'PATTERN' property",
      type: LexerDefinitionErrorType.MISSING_PATTERN,
      tokenTypes: [currType]
    };
  });
  const valid = difference_default(tokenTypes2, tokenTypesWithMissingPattern);
  return { errors, valid };
}
function findInvalidPatterns(tokenTypes2) {
  const tokenTypesWithInvalidPattern = filter_default(tokenTypes2, (currType) => {
    const pattern = currType[PATTERN];
    return !isRegExp_default(pattern) && !isFunction_default(pattern) && !has_default(pattern, "exec") && !isString_default(pattern);
  });
  const errors = map_default(tokenTypesWithInvalidPattern, (currType) => {
    return {
      message: "Token Type: ->" + currType.name + "<- static 'PATTERN' can only be a RegExp, a Function matching the {CustomPatternMatcherFunc} type or an Object matching the {ICustomPattern} interface.",
      type: LexerDefinitionErrorType.INVALID_PATTERN,
      tokenTypes: [currType]
    };
  });
  const valid = difference_default(tokenTypes2, tokenTypesWithInvalidPattern);
  return { errors, valid };
}
var end_of_input = /[^\\][$]/;
function findEndOfInputAnchor(tokenTypes2) {
  class EndAnchorFinder extends BaseRegExpVisitor {
    constructor() {
      super(...arguments);
      this.found = false;
    }
    visitEndAnchor(node2) {
      this.found = true;
    }
  }
  const invalidRegex = filter_default(tokenTypes2, (currType) => {
    const pattern = currType.PATTERN;
    try {
      const regexpAst = getRegExpAst(pattern);
      const endAnchorVisitor = new EndAnchorFinder();
      endAnchorVisitor.visit(regexpAst);
      return endAnchorVisitor.found;
    } catch (e) {
      return end_of_input.test(pattern.source);
    }
  });
  const errors = map_default(invalidRegex, (currType) => {
    return {
      message: "Unexpected RegExp Anchor Error:\n	Token Type: ->" + currType.name + "<- static 'PATTERN' cannot contain end of input anchor '$'\n	See chevrotain.io/docs/guide/resolving_lexer_errors.html#ANCHORS	for details.",
      type: LexerDefinitionErrorType.EOI_ANCHOR_FOUND,
      tokenTypes: [currType]
    };
  });
  return errors;
}
function findEmptyMatchRegExps(tokenTypes2) {
  const matchesEmptyString = filter_default(tokenTypes2, (currType) => {
    const pattern = currType.PATTERN;
    return pattern.test("");
  });
  const errors = map_default(matchesEmptyString, (currType) => {
    return {
      message: "Token Type: ->" + currType.name + "<- static 'PATTERN' must not match an empty string",
      type: LexerDefinitionErrorType.EMPTY_MATCH_PATTERN,
      tokenTypes: [currType]
    };
  });
  return errors;
}
var start_of_input = /[^\\[][\^]|^\^/;
function findStartOfInputAnchor(tokenTypes2) {
  class StartAnchorFinder extends BaseRegExpVisitor {
    constructor() {
      super(...arguments);
      this.found = false;
    }
    visitStartAnchor(node2) {
      this.found = true;
    }
  }
  const invalidRegex = filter_default(tokenTypes2, (currType) => {
    const pattern = currType.PATTERN;
    try {
      const regexpAst = getRegExpAst(pattern);
      const startAnchorVisitor = new StartAnchorFinder();
      startAnchorVisitor.visit(regexpAst);
      return startAnchorVisitor.found;
    } catch (e) {
      return start_of_input.test(pattern.source);
    }
  });
  const errors = map_default(invalidRegex, (currType) => {
    return {
      message: "Unexpected RegExp Anchor Error:\n	Token Type: ->" + currType.name + "<- static 'PATTERN' cannot contain start of input anchor '^'\n	See https://chevrotain.io/docs/guide/resolving_lexer_errors.html#ANCHORS	for details.",
      type: LexerDefinitionErrorType.SOI_ANCHOR_FOUND,
      tokenTypes: [currType]
    };
  });
  return errors;
}
function findUnsupportedFlags(tokenTypes2) {
  const invalidFlags = filter_default(tokenTypes2, (currType) => {
    const pattern = currType[PATTERN];
    return pattern instanceof RegExp && (pattern.multiline || pattern.global);
  });
  const errors = map_default(invalidFlags, (currType) => {
    return {
      message: "Token Type: ->" + currType.name + "<- static 'PATTERN' may NOT contain global('g') or multiline('m')",
      type: LexerDefinitionErrorType.UNSUPPORTED_FLAGS_FOUND,
      tokenTypes: [currType]
    };
  });
  return errors;
}
function findDuplicatePatterns(tokenTypes2) {
  const found = [];
  let identicalPatterns = map_default(tokenTypes2, (outerType) => {
    return reduce_default(tokenTypes2, (result2, innerType) => {
      if (outerType.PATTERN.source === innerType.PATTERN.source && !includes_default(found, innerType) && innerType.PATTERN !== Lexer.NA) {
        found.push(innerType);
        result2.push(innerType);
        return result2;
      }
      return result2;
    }, []);
  });
  identicalPatterns = compact_default(identicalPatterns);
  const duplicatePatterns = filter_default(identicalPatterns, (currIdenticalSet) => {
    return currIdenticalSet.length > 1;
  });
  const errors = map_default(duplicatePatterns, (setOfIdentical) => {
    const tokenTypeNames = map_default(setOfIdentical, (currType) => {
      return currType.name;
    });
    const dupPatternSrc = head_default(setOfIdentical).PATTERN;
    return {
      message: `The same RegExp pattern ->${dupPatternSrc}<-has been used in all of the following Token Types: ${tokenTypeNames.join(", ")} <-`,
      type: LexerDefinitionErrorType.DUPLICATE_PATTERNS_FOUND,
      tokenTypes: setOfIdentical
    };
  });
  return errors;
}
function findInvalidGroupType(tokenTypes2) {
  const invalidTypes = filter_default(tokenTypes2, (clazz) => {
    if (!has_default(clazz, "GROUP")) {
      return false;
    }
    const group = clazz.GROUP;
    return group !== Lexer.SKIPPED && group !== Lexer.NA && !isString_default(group);
  });
  const errors = map_default(invalidTypes, (currType) => {
    return {
      message: "Token Type: ->" + currType.name + "<- static 'GROUP' can only be Lexer.SKIPPED/Lexer.NA/A String",
      type: LexerDefinitionErrorType.INVALID_GROUP_TYPE_FOUND,
      tokenTypes: [currType]
    };
  });
  return errors;
}
function findModesThatDoNotExist(tokenTypes2, validModes) {
  const invalidModes = filter_default(tokenTypes2, (clazz) => {
    return clazz.PUSH_MODE !== void 0 && !includes_default(validModes, clazz.PUSH_MODE);
  });
  const errors = map_default(invalidModes, (tokType) => {
    const msg = `Token Type: ->${tokType.name}<- static 'PUSH_MODE' value cannot refer to a Lexer Mode ->${tokType.PUSH_MODE}<-which does not exist`;
    return {
      message: msg,
      type: LexerDefinitionErrorType.PUSH_MODE_DOES_NOT_EXIST,
      tokenTypes: [tokType]
    };
  });
  return errors;
}
function findUnreachablePatterns(tokenTypes2) {
  const errors = [];
  const canBeTested = reduce_default(tokenTypes2, (result2, tokType, idx) => {
    const pattern = tokType.PATTERN;
    if (pattern === Lexer.NA) {
      return result2;
    }
    if (isString_default(pattern)) {
      result2.push({ str: pattern, idx, tokenType: tokType });
    } else if (isRegExp_default(pattern) && noMetaChar(pattern)) {
      result2.push({ str: pattern.source, idx, tokenType: tokType });
    }
    return result2;
  }, []);
  forEach_default(tokenTypes2, (aTokType, aIdx) => {
    forEach_default(canBeTested, ({ str: bStr, idx: bIdx, tokenType: bTokType }) => {
      if (aIdx < bIdx && tryToMatchStrToPattern(bStr, aTokType.PATTERN)) {
        const msg = `Token: ->${bTokType.name}<- can never be matched.
Because it appears AFTER the Token Type ->${aTokType.name}<-in the lexer's definition.
See https://chevrotain.io/docs/guide/resolving_lexer_errors.html#UNREACHABLE`;
        errors.push({
          message: msg,
          type: LexerDefinitionErrorType.UNREACHABLE_PATTERN,
          tokenTypes: [aTokType, bTokType]
        });
      }
    });
  });
  return errors;
}
function tryToMatchStrToPattern(str, pattern) {
  if (isRegExp_default(pattern)) {
    if (usesLookAheadOrBehind(pattern)) {
      return false;
    }
    const regExpArray = pattern.exec(str);
    return regExpArray !== null && regExpArray.index === 0;
  } else if (isFunction_default(pattern)) {
    return pattern(str, 0, [], {});
  } else if (has_default(pattern, "exec")) {
    return pattern.exec(str, 0, [], {});
  } else if (typeof pattern === "string") {
    return pattern === str;
  } else {
    throw Error("non exhaustive match");
  }
}
function noMetaChar(regExp) {
  const metaChars = [
    ".",
    "\\",
    "[",
    "]",
    "|",
    "^",
    "$",
    "(",
    ")",
    "?",
    "*",
    "+",
    "{"
  ];
  return find_default(metaChars, (char) => regExp.source.indexOf(char) !== -1) === void 0;
}
function usesLookAheadOrBehind(regExp) {
  return /(\(\?=)|(\(\?!)|(\(\?<=)|(\(\?<!)/.test(regExp.source);
}
function addStickyFlag(pattern) {
  const flags = pattern.ignoreCase ? "iy" : "y";
  return new RegExp(`${pattern.source}`, flags);
}
function performRuntimeChecks(lexerDefinition, trackLines, lineTerminatorCharacters) {
  const errors = [];
  if (!has_default(lexerDefinition, DEFAULT_MODE)) {
    errors.push({
      message: "A MultiMode Lexer cannot be initialized without a <" + DEFAULT_MODE + "> property in its definition\n",
      type: LexerDefinitionErrorType.MULTI_MODE_LEXER_WITHOUT_DEFAULT_MODE
    });
  }
  if (!has_default(lexerDefinition, MODES)) {
    errors.push({
      message: "A MultiMode Lexer cannot be initialized without a <" + MODES + "> property in its definition\n",
      type: LexerDefinitionErrorType.MULTI_MODE_LEXER_WITHOUT_MODES_PROPERTY
    });
  }
  if (has_default(lexerDefinition, MODES) && has_default(lexerDefinition, DEFAULT_MODE) && !has_default(lexerDefinition.modes, lexerDefinition.defaultMode)) {
    errors.push({
      message: `A MultiMode Lexer cannot be initialized with a ${DEFAULT_MODE}: <${lexerDefinition.defaultMode}>which does not exist
`,
      type: LexerDefinitionErrorType.MULTI_MODE_LEXER_DEFAULT_MODE_VALUE_DOES_NOT_EXIST
    });
  }
  if (has_default(lexerDefinition, MODES)) {
    forEach_default(lexerDefinition.modes, (currModeValue, currModeName) => {
      forEach_default(currModeValue, (currTokType, currIdx) => {
        if (isUndefined_default(currTokType)) {
          errors.push({
            message: `A Lexer cannot be initialized using an undefined Token Type. Mode:<${currModeName}> at index: <${currIdx}>
`,
            type: LexerDefinitionErrorType.LEXER_DEFINITION_CANNOT_CONTAIN_UNDEFINED
          });
        } else if (has_default(currTokType, "LONGER_ALT")) {
          const longerAlt = isArray_default(currTokType.LONGER_ALT) ? currTokType.LONGER_ALT : [currTokType.LONGER_ALT];
          forEach_default(longerAlt, (currLongerAlt) => {
            if (!isUndefined_default(currLongerAlt) && !includes_default(currModeValue, currLongerAlt)) {
              errors.push({
                message: `A MultiMode Lexer cannot be initialized with a longer_alt <${currLongerAlt.name}> on token <${currTokType.name}> outside of mode <${currModeName}>
`,
                type: LexerDefinitionErrorType.MULTI_MODE_LEXER_LONGER_ALT_NOT_IN_CURRENT_MODE
              });
            }
          });
        }
      });
    });
  }
  return errors;
}
function performWarningRuntimeChecks(lexerDefinition, trackLines, lineTerminatorCharacters) {
  const warnings = [];
  let hasAnyLineBreak = false;
  const allTokenTypes = compact_default(flatten_default(values_default(lexerDefinition.modes)));
  const concreteTokenTypes = reject_default(allTokenTypes, (currType) => currType[PATTERN] === Lexer.NA);
  const terminatorCharCodes = getCharCodes(lineTerminatorCharacters);
  if (trackLines) {
    forEach_default(concreteTokenTypes, (tokType) => {
      const currIssue = checkLineBreaksIssues(tokType, terminatorCharCodes);
      if (currIssue !== false) {
        const message = buildLineBreakIssueMessage(tokType, currIssue);
        const warningDescriptor = {
          message,
          type: currIssue.issue,
          tokenType: tokType
        };
        warnings.push(warningDescriptor);
      } else {
        if (has_default(tokType, "LINE_BREAKS")) {
          if (tokType.LINE_BREAKS === true) {
            hasAnyLineBreak = true;
          }
        } else {
          if (canMatchCharCode(terminatorCharCodes, tokType.PATTERN)) {
            hasAnyLineBreak = true;
          }
        }
      }
    });
  }
  if (trackLines && !hasAnyLineBreak) {
    warnings.push({
      message: "Warning: No LINE_BREAKS Found.\n	This Lexer has been defined to track line and column information,\n	But none of the Token Types can be identified as matching a line terminator.\n	See https://chevrotain.io/docs/guide/resolving_lexer_errors.html#LINE_BREAKS \n	for details.",
      type: LexerDefinitionErrorType.NO_LINE_BREAKS_FLAGS
    });
  }
  return warnings;
}
function cloneEmptyGroups(emptyGroups) {
  const clonedResult = {};
  const groupKeys = keys_default(emptyGroups);
  forEach_default(groupKeys, (currKey) => {
    const currGroupValue = emptyGroups[currKey];
    if (isArray_default(currGroupValue)) {
      clonedResult[currKey] = [];
    } else {
      throw Error("non exhaustive match");
    }
  });
  return clonedResult;
}
function isCustomPattern(tokenType) {
  const pattern = tokenType.PATTERN;
  if (isRegExp_default(pattern)) {
    return false;
  } else if (isFunction_default(pattern)) {
    return true;
  } else if (has_default(pattern, "exec")) {
    return true;
  } else if (isString_default(pattern)) {
    return false;
  } else {
    throw Error("non exhaustive match");
  }
}
function isShortPattern(pattern) {
  if (isString_default(pattern) && pattern.length === 1) {
    return pattern.charCodeAt(0);
  } else {
    return false;
  }
}
var LineTerminatorOptimizedTester = {
  // implements /\n|\r\n?/g.test
  test: function(text) {
    const len = text.length;
    for (let i = this.lastIndex; i < len; i++) {
      const c = text.charCodeAt(i);
      if (c === 10) {
        this.lastIndex = i + 1;
        return true;
      } else if (c === 13) {
        if (text.charCodeAt(i + 1) === 10) {
          this.lastIndex = i + 2;
        } else {
          this.lastIndex = i + 1;
        }
        return true;
      }
    }
    return false;
  },
  lastIndex: 0
};
function checkLineBreaksIssues(tokType, lineTerminatorCharCodes) {
  if (has_default(tokType, "LINE_BREAKS")) {
    return false;
  } else {
    if (isRegExp_default(tokType.PATTERN)) {
      try {
        canMatchCharCode(lineTerminatorCharCodes, tokType.PATTERN);
      } catch (e) {
        return {
          issue: LexerDefinitionErrorType.IDENTIFY_TERMINATOR,
          errMsg: e.message
        };
      }
      return false;
    } else if (isString_default(tokType.PATTERN)) {
      return false;
    } else if (isCustomPattern(tokType)) {
      return { issue: LexerDefinitionErrorType.CUSTOM_LINE_BREAK };
    } else {
      throw Error("non exhaustive match");
    }
  }
}
function buildLineBreakIssueMessage(tokType, details) {
  if (details.issue === LexerDefinitionErrorType.IDENTIFY_TERMINATOR) {
    return `Warning: unable to identify line terminator usage in pattern.
	The problem is in the <${tokType.name}> Token Type
	 Root cause: ${details.errMsg}.
	For details See: https://chevrotain.io/docs/guide/resolving_lexer_errors.html#IDENTIFY_TERMINATOR`;
  } else if (details.issue === LexerDefinitionErrorType.CUSTOM_LINE_BREAK) {
    return `Warning: A Custom Token Pattern should specify the <line_breaks> option.
	The problem is in the <${tokType.name}> Token Type
	For details See: https://chevrotain.io/docs/guide/resolving_lexer_errors.html#CUSTOM_LINE_BREAK`;
  } else {
    throw Error("non exhaustive match");
  }
}
function getCharCodes(charsOrCodes) {
  const charCodes = map_default(charsOrCodes, (numOrString) => {
    if (isString_default(numOrString)) {
      return numOrString.charCodeAt(0);
    } else {
      return numOrString;
    }
  });
  return charCodes;
}
function addToMapOfArrays(map4, key, value2) {
  if (map4[key] === void 0) {
    map4[key] = [value2];
  } else {
    map4[key].push(value2);
  }
}
var minOptimizationVal = 256;
var charCodeToOptimizedIdxMap = [];
function charCodeToOptimizedIndex(charCode) {
  return charCode < minOptimizationVal ? charCode : charCodeToOptimizedIdxMap[charCode];
}
function initCharCodeToOptimizedIndexMap() {
  if (isEmpty_default(charCodeToOptimizedIdxMap)) {
    charCodeToOptimizedIdxMap = new Array(65536);
    for (let i = 0; i < 65536; i++) {
      charCodeToOptimizedIdxMap[i] = i > 255 ? 255 + ~~(i / 255) : i;
    }
  }
}

// node_modules/chevrotain/lib/src/scan/tokens.js
function tokenStructuredMatcher(tokInstance, tokConstructor) {
  const instanceType = tokInstance.tokenTypeIdx;
  if (instanceType === tokConstructor.tokenTypeIdx) {
    return true;
  } else {
    return tokConstructor.isParent === true && tokConstructor.categoryMatchesMap[instanceType] === true;
  }
}
function tokenStructuredMatcherNoCategories(token2, tokType) {
  return token2.tokenTypeIdx === tokType.tokenTypeIdx;
}
var tokenShortNameIdx = 1;
var tokenIdxToClass = {};
function augmentTokenTypes(tokenTypes2) {
  const tokenTypesAndParents = expandCategories(tokenTypes2);
  assignTokenDefaultProps(tokenTypesAndParents);
  assignCategoriesMapProp(tokenTypesAndParents);
  assignCategoriesTokensProp(tokenTypesAndParents);
  forEach_default(tokenTypesAndParents, (tokType) => {
    tokType.isParent = tokType.categoryMatches.length > 0;
  });
}
function expandCategories(tokenTypes2) {
  let result2 = clone_default(tokenTypes2);
  let categories = tokenTypes2;
  let searching = true;
  while (searching) {
    categories = compact_default(flatten_default(map_default(categories, (currTokType) => currTokType.CATEGORIES)));
    const newCategories = difference_default(categories, result2);
    result2 = result2.concat(newCategories);
    if (isEmpty_default(newCategories)) {
      searching = false;
    } else {
      categories = newCategories;
    }
  }
  return result2;
}
function assignTokenDefaultProps(tokenTypes2) {
  forEach_default(tokenTypes2, (currTokType) => {
    if (!hasShortKeyProperty(currTokType)) {
      tokenIdxToClass[tokenShortNameIdx] = currTokType;
      currTokType.tokenTypeIdx = tokenShortNameIdx++;
    }
    if (hasCategoriesProperty(currTokType) && !isArray_default(currTokType.CATEGORIES)) {
      currTokType.CATEGORIES = [currTokType.CATEGORIES];
    }
    if (!hasCategoriesProperty(currTokType)) {
      currTokType.CATEGORIES = [];
    }
    if (!hasExtendingTokensTypesProperty(currTokType)) {
      currTokType.categoryMatches = [];
    }
    if (!hasExtendingTokensTypesMapProperty(currTokType)) {
      currTokType.categoryMatchesMap = {};
    }
  });
}
function assignCategoriesTokensProp(tokenTypes2) {
  forEach_default(tokenTypes2, (currTokType) => {
    currTokType.categoryMatches = [];
    forEach_default(currTokType.categoryMatchesMap, (val, key) => {
      currTokType.categoryMatches.push(tokenIdxToClass[key].tokenTypeIdx);
    });
  });
}
function assignCategoriesMapProp(tokenTypes2) {
  forEach_default(tokenTypes2, (currTokType) => {
    singleAssignCategoriesToksMap([], currTokType);
  });
}
function singleAssignCategoriesToksMap(path, nextNode) {
  forEach_default(path, (pathNode) => {
    nextNode.categoryMatchesMap[pathNode.tokenTypeIdx] = true;
  });
  forEach_default(nextNode.CATEGORIES, (nextCategory) => {
    const newPath = path.concat(nextNode);
    if (!includes_default(newPath, nextCategory)) {
      singleAssignCategoriesToksMap(newPath, nextCategory);
    }
  });
}
function hasShortKeyProperty(tokType) {
  return has_default(tokType, "tokenTypeIdx");
}
function hasCategoriesProperty(tokType) {
  return has_default(tokType, "CATEGORIES");
}
function hasExtendingTokensTypesProperty(tokType) {
  return has_default(tokType, "categoryMatches");
}
function hasExtendingTokensTypesMapProperty(tokType) {
  return has_default(tokType, "categoryMatchesMap");
}
function isTokenType(tokType) {
  return has_default(tokType, "tokenTypeIdx");
}

// node_modules/chevrotain/lib/src/scan/lexer_errors_public.js
var defaultLexerErrorProvider = {
  buildUnableToPopLexerModeMessage(token2) {
    return `Unable to pop Lexer Mode after encountering Token ->${token2.image}<- The Mode Stack is empty`;
  },
  buildUnexpectedCharactersMessage(fullText, startOffset, length, line, column, mode) {
    return `unexpected character: ->${fullText.charAt(startOffset)}<- at offset: ${startOffset}, skipped ${length} characters.`;
  }
};

// node_modules/chevrotain/lib/src/scan/lexer_public.js
var LexerDefinitionErrorType;
(function(LexerDefinitionErrorType2) {
  LexerDefinitionErrorType2[LexerDefinitionErrorType2["MISSING_PATTERN"] = 0] = "MISSING_PATTERN";
  LexerDefinitionErrorType2[LexerDefinitionErrorType2["INVALID_PATTERN"] = 1] = "INVALID_PATTERN";
  LexerDefinitionErrorType2[LexerDefinitionErrorType2["EOI_ANCHOR_FOUND"] = 2] = "EOI_ANCHOR_FOUND";
  LexerDefinitionErrorType2[LexerDefinitionErrorType2["UNSUPPORTED_FLAGS_FOUND"] = 3] = "UNSUPPORTED_FLAGS_FOUND";
  LexerDefinitionErrorType2[LexerDefinitionErrorType2["DUPLICATE_PATTERNS_FOUND"] = 4] = "DUPLICATE_PATTERNS_FOUND";
  LexerDefinitionErrorType2[LexerDefinitionErrorType2["INVALID_GROUP_TYPE_FOUND"] = 5] = "INVALID_GROUP_TYPE_FOUND";
  LexerDefinitionErrorType2[LexerDefinitionErrorType2["PUSH_MODE_DOES_NOT_EXIST"] = 6] = "PUSH_MODE_DOES_NOT_EXIST";
  LexerDefinitionErrorType2[LexerDefinitionErrorType2["MULTI_MODE_LEXER_WITHOUT_DEFAULT_MODE"] = 7] = "MULTI_MODE_LEXER_WITHOUT_DEFAULT_MODE";
  LexerDefinitionErrorType2[LexerDefinitionErrorType2["MULTI_MODE_LEXER_WITHOUT_MODES_PROPERTY"] = 8] = "MULTI_MODE_LEXER_WITHOUT_MODES_PROPERTY";
  LexerDefinitionErrorType2[LexerDefinitionErrorType2["MULTI_MODE_LEXER_DEFAULT_MODE_VALUE_DOES_NOT_EXIST"] = 9] = "MULTI_MODE_LEXER_DEFAULT_MODE_VALUE_DOES_NOT_EXIST";
  LexerDefinitionErrorType2[LexerDefinitionErrorType2["LEXER_DEFINITION_CANNOT_CONTAIN_UNDEFINED"] = 10] = "LEXER_DEFINITION_CANNOT_CONTAIN_UNDEFINED";
  LexerDefinitionErrorType2[LexerDefinitionErrorType2["SOI_ANCHOR_FOUND"] = 11] = "SOI_ANCHOR_FOUND";
  LexerDefinitionErrorType2[LexerDefinitionErrorType2["EMPTY_MATCH_PATTERN"] = 12] = "EMPTY_MATCH_PATTERN";
  LexerDefinitionErrorType2[LexerDefinitionErrorType2["NO_LINE_BREAKS_FLAGS"] = 13] = "NO_LINE_BREAKS_FLAGS";
  LexerDefinitionErrorType2[LexerDefinitionErrorType2["UNREACHABLE_PATTERN"] = 14] = "UNREACHABLE_PATTERN";
  LexerDefinitionErrorType2[LexerDefinitionErrorType2["IDENTIFY_TERMINATOR"] = 15] = "IDENTIFY_TERMINATOR";
  LexerDefinitionErrorType2[LexerDefinitionErrorType2["CUSTOM_LINE_BREAK"] = 16] = "CUSTOM_LINE_BREAK";
  LexerDefinitionErrorType2[LexerDefinitionErrorType2["MULTI_MODE_LEXER_LONGER_ALT_NOT_IN_CURRENT_MODE"] = 17] = "MULTI_MODE_LEXER_LONGER_ALT_NOT_IN_CURRENT_MODE";
})(LexerDefinitionErrorType || (LexerDefinitionErrorType = {}));
var DEFAULT_LEXER_CONFIG = {
  deferDefinitionErrorsHandling: false,
  positionTracking: "full",
  lineTerminatorsPattern: /\n|\r\n?/g,
  lineTerminatorCharacters: ["\n", "\r"],
  ensureOptimizations: false,
  safeMode: false,
  errorMessageProvider: defaultLexerErrorProvider,
  traceInitPerf: false,
  skipValidations: false,
  recoveryEnabled: true
};
Object.freeze(DEFAULT_LEXER_CONFIG);
var Lexer = class {
  constructor(lexerDefinition, config = DEFAULT_LEXER_CONFIG) {
    this.lexerDefinition = lexerDefinition;
    this.lexerDefinitionErrors = [];
    this.lexerDefinitionWarning = [];
    this.patternIdxToConfig = {};
    this.charCodeToPatternIdxToConfig = {};
    this.modes = [];
    this.emptyGroups = {};
    this.trackStartLines = true;
    this.trackEndLines = true;
    this.hasCustom = false;
    this.canModeBeOptimized = {};
    this.TRACE_INIT = (phaseDesc, phaseImpl) => {
      if (this.traceInitPerf === true) {
        this.traceInitIndent++;
        const indent = new Array(this.traceInitIndent + 1).join("	");
        if (this.traceInitIndent < this.traceInitMaxIdent) {
          console.log(`${indent}--> <${phaseDesc}>`);
        }
        const { time, value: value2 } = timer(phaseImpl);
        const traceMethod = time > 10 ? console.warn : console.log;
        if (this.traceInitIndent < this.traceInitMaxIdent) {
          traceMethod(`${indent}<-- <${phaseDesc}> time: ${time}ms`);
        }
        this.traceInitIndent--;
        return value2;
      } else {
        return phaseImpl();
      }
    };
    if (typeof config === "boolean") {
      throw Error("The second argument to the Lexer constructor is now an ILexerConfig Object.\na boolean 2nd argument is no longer supported");
    }
    this.config = assign_default({}, DEFAULT_LEXER_CONFIG, config);
    const traceInitVal = this.config.traceInitPerf;
    if (traceInitVal === true) {
      this.traceInitMaxIdent = Infinity;
      this.traceInitPerf = true;
    } else if (typeof traceInitVal === "number") {
      this.traceInitMaxIdent = traceInitVal;
      this.traceInitPerf = true;
    }
    this.traceInitIndent = -1;
    this.TRACE_INIT("Lexer Constructor", () => {
      let actualDefinition;
      let hasOnlySingleMode = true;
      this.TRACE_INIT("Lexer Config handling", () => {
        if (this.config.lineTerminatorsPattern === DEFAULT_LEXER_CONFIG.lineTerminatorsPattern) {
          this.config.lineTerminatorsPattern = LineTerminatorOptimizedTester;
        } else {
          if (this.config.lineTerminatorCharacters === DEFAULT_LEXER_CONFIG.lineTerminatorCharacters) {
            throw Error("Error: Missing <lineTerminatorCharacters> property on the Lexer config.\n	For details See: https://chevrotain.io/docs/guide/resolving_lexer_errors.html#MISSING_LINE_TERM_CHARS");
          }
        }
        if (config.safeMode && config.ensureOptimizations) {
          throw Error('"safeMode" and "ensureOptimizations" flags are mutually exclusive.');
        }
        this.trackStartLines = /full|onlyStart/i.test(this.config.positionTracking);
        this.trackEndLines = /full/i.test(this.config.positionTracking);
        if (isArray_default(lexerDefinition)) {
          actualDefinition = {
            modes: { defaultMode: clone_default(lexerDefinition) },
            defaultMode: DEFAULT_MODE
          };
        } else {
          hasOnlySingleMode = false;
          actualDefinition = clone_default(lexerDefinition);
        }
      });
      if (this.config.skipValidations === false) {
        this.TRACE_INIT("performRuntimeChecks", () => {
          this.lexerDefinitionErrors = this.lexerDefinitionErrors.concat(performRuntimeChecks(actualDefinition, this.trackStartLines, this.config.lineTerminatorCharacters));
        });
        this.TRACE_INIT("performWarningRuntimeChecks", () => {
          this.lexerDefinitionWarning = this.lexerDefinitionWarning.concat(performWarningRuntimeChecks(actualDefinition, this.trackStartLines, this.config.lineTerminatorCharacters));
        });
      }
      actualDefinition.modes = actualDefinition.modes ? actualDefinition.modes : {};
      forEach_default(actualDefinition.modes, (currModeValue, currModeName) => {
        actualDefinition.modes[currModeName] = reject_default(currModeValue, (currTokType) => isUndefined_default(currTokType));
      });
      const allModeNames = keys_default(actualDefinition.modes);
      forEach_default(actualDefinition.modes, (currModDef, currModName) => {
        this.TRACE_INIT(`Mode: <${currModName}> processing`, () => {
          this.modes.push(currModName);
          if (this.config.skipValidations === false) {
            this.TRACE_INIT(`validatePatterns`, () => {
              this.lexerDefinitionErrors = this.lexerDefinitionErrors.concat(validatePatterns(currModDef, allModeNames));
            });
          }
          if (isEmpty_default(this.lexerDefinitionErrors)) {
            augmentTokenTypes(currModDef);
            let currAnalyzeResult;
            this.TRACE_INIT(`analyzeTokenTypes`, () => {
              currAnalyzeResult = analyzeTokenTypes(currModDef, {
                lineTerminatorCharacters: this.config.lineTerminatorCharacters,
                positionTracking: config.positionTracking,
                ensureOptimizations: config.ensureOptimizations,
                safeMode: config.safeMode,
                tracer: this.TRACE_INIT
              });
            });
            this.patternIdxToConfig[currModName] = currAnalyzeResult.patternIdxToConfig;
            this.charCodeToPatternIdxToConfig[currModName] = currAnalyzeResult.charCodeToPatternIdxToConfig;
            this.emptyGroups = assign_default({}, this.emptyGroups, currAnalyzeResult.emptyGroups);
            this.hasCustom = currAnalyzeResult.hasCustom || this.hasCustom;
            this.canModeBeOptimized[currModName] = currAnalyzeResult.canBeOptimized;
          }
        });
      });
      this.defaultMode = actualDefinition.defaultMode;
      if (!isEmpty_default(this.lexerDefinitionErrors) && !this.config.deferDefinitionErrorsHandling) {
        const allErrMessages = map_default(this.lexerDefinitionErrors, (error3) => {
          return error3.message;
        });
        const allErrMessagesString = allErrMessages.join("-----------------------\n");
        throw new Error("Errors detected in definition of Lexer:\n" + allErrMessagesString);
      }
      forEach_default(this.lexerDefinitionWarning, (warningDescriptor) => {
        PRINT_WARNING(warningDescriptor.message);
      });
      this.TRACE_INIT("Choosing sub-methods implementations", () => {
        if (hasOnlySingleMode) {
          this.handleModes = noop_default;
        }
        if (this.trackStartLines === false) {
          this.computeNewColumn = identity_default;
        }
        if (this.trackEndLines === false) {
          this.updateTokenEndLineColumnLocation = noop_default;
        }
        if (/full/i.test(this.config.positionTracking)) {
          this.createTokenInstance = this.createFullToken;
        } else if (/onlyStart/i.test(this.config.positionTracking)) {
          this.createTokenInstance = this.createStartOnlyToken;
        } else if (/onlyOffset/i.test(this.config.positionTracking)) {
          this.createTokenInstance = this.createOffsetOnlyToken;
        } else {
          throw Error(`Invalid <positionTracking> config option: "${this.config.positionTracking}"`);
        }
        if (this.hasCustom) {
          this.addToken = this.addTokenUsingPush;
          this.handlePayload = this.handlePayloadWithCustom;
        } else {
          this.addToken = this.addTokenUsingMemberAccess;
          this.handlePayload = this.handlePayloadNoCustom;
        }
      });
      this.TRACE_INIT("Failed Optimization Warnings", () => {
        const unOptimizedModes = reduce_default(this.canModeBeOptimized, (cannotBeOptimized, canBeOptimized, modeName) => {
          if (canBeOptimized === false) {
            cannotBeOptimized.push(modeName);
          }
          return cannotBeOptimized;
        }, []);
        if (config.ensureOptimizations && !isEmpty_default(unOptimizedModes)) {
          throw Error(`Lexer Modes: < ${unOptimizedModes.join(", ")} > cannot be optimized.
	 Disable the "ensureOptimizations" lexer config flag to silently ignore this and run the lexer in an un-optimized mode.
	 Or inspect the console log for details on how to resolve these issues.`);
        }
      });
      this.TRACE_INIT("clearRegExpParserCache", () => {
        clearRegExpParserCache();
      });
      this.TRACE_INIT("toFastProperties", () => {
        toFastProperties(this);
      });
    });
  }
  tokenize(text, initialMode = this.defaultMode) {
    if (!isEmpty_default(this.lexerDefinitionErrors)) {
      const allErrMessages = map_default(this.lexerDefinitionErrors, (error3) => {
        return error3.message;
      });
      const allErrMessagesString = allErrMessages.join("-----------------------\n");
      throw new Error("Unable to Tokenize because Errors detected in definition of Lexer:\n" + allErrMessagesString);
    }
    return this.tokenizeInternal(text, initialMode);
  }
  // There is quite a bit of duplication between this and "tokenizeInternalLazy"
  // This is intentional due to performance considerations.
  // this method also used quite a bit of `!` none null assertions because it is too optimized
  // for `tsc` to always understand it is "safe"
  tokenizeInternal(text, initialMode) {
    let i, j, k, matchAltImage, longerAlt, matchedImage, payload, altPayload, imageLength, group, tokType, newToken, errLength, msg, match;
    const orgText = text;
    const orgLength = orgText.length;
    let offset = 0;
    let matchedTokensIndex = 0;
    const guessedNumberOfTokens = this.hasCustom ? 0 : Math.floor(text.length / 10);
    const matchedTokens = new Array(guessedNumberOfTokens);
    const errors = [];
    let line = this.trackStartLines ? 1 : void 0;
    let column = this.trackStartLines ? 1 : void 0;
    const groups = cloneEmptyGroups(this.emptyGroups);
    const trackLines = this.trackStartLines;
    const lineTerminatorPattern = this.config.lineTerminatorsPattern;
    let currModePatternsLength = 0;
    let patternIdxToConfig = [];
    let currCharCodeToPatternIdxToConfig = [];
    const modeStack = [];
    const emptyArray = [];
    Object.freeze(emptyArray);
    let isOptimizedMode = false;
    const pop_mode = (popToken) => {
      if (modeStack.length === 1 && // if we have both a POP_MODE and a PUSH_MODE this is in-fact a "transition"
      // So no error should occur.
      popToken.tokenType.PUSH_MODE === void 0) {
        const msg2 = this.config.errorMessageProvider.buildUnableToPopLexerModeMessage(popToken);
        errors.push({
          offset: popToken.startOffset,
          line: popToken.startLine,
          column: popToken.startColumn,
          length: popToken.image.length,
          message: msg2
        });
      } else {
        modeStack.pop();
        const newMode = last_default(modeStack);
        patternIdxToConfig = this.patternIdxToConfig[newMode];
        currCharCodeToPatternIdxToConfig = this.charCodeToPatternIdxToConfig[newMode];
        currModePatternsLength = patternIdxToConfig.length;
        const modeCanBeOptimized = this.canModeBeOptimized[newMode] && this.config.safeMode === false;
        if (currCharCodeToPatternIdxToConfig && modeCanBeOptimized) {
          isOptimizedMode = true;
        } else {
          isOptimizedMode = false;
        }
      }
    };
    function push_mode(newMode) {
      modeStack.push(newMode);
      currCharCodeToPatternIdxToConfig = this.charCodeToPatternIdxToConfig[newMode];
      patternIdxToConfig = this.patternIdxToConfig[newMode];
      currModePatternsLength = patternIdxToConfig.length;
      currModePatternsLength = patternIdxToConfig.length;
      const modeCanBeOptimized = this.canModeBeOptimized[newMode] && this.config.safeMode === false;
      if (currCharCodeToPatternIdxToConfig && modeCanBeOptimized) {
        isOptimizedMode = true;
      } else {
        isOptimizedMode = false;
      }
    }
    push_mode.call(this, initialMode);
    let currConfig;
    const recoveryEnabled = this.config.recoveryEnabled;
    while (offset < orgLength) {
      matchedImage = null;
      imageLength = -1;
      const nextCharCode = orgText.charCodeAt(offset);
      let chosenPatternIdxToConfig;
      if (isOptimizedMode) {
        const optimizedCharIdx = charCodeToOptimizedIndex(nextCharCode);
        const possiblePatterns = currCharCodeToPatternIdxToConfig[optimizedCharIdx];
        chosenPatternIdxToConfig = possiblePatterns !== void 0 ? possiblePatterns : emptyArray;
      } else {
        chosenPatternIdxToConfig = patternIdxToConfig;
      }
      const chosenPatternsLength = chosenPatternIdxToConfig.length;
      for (i = 0; i < chosenPatternsLength; i++) {
        currConfig = chosenPatternIdxToConfig[i];
        const currPattern = currConfig.pattern;
        payload = null;
        const singleCharCode = currConfig.short;
        if (singleCharCode !== false) {
          if (nextCharCode === singleCharCode) {
            imageLength = 1;
            matchedImage = currPattern;
          }
        } else if (currConfig.isCustom === true) {
          match = currPattern.exec(orgText, offset, matchedTokens, groups);
          if (match !== null) {
            matchedImage = match[0];
            imageLength = matchedImage.length;
            if (match.payload !== void 0) {
              payload = match.payload;
            }
          } else {
            matchedImage = null;
          }
        } else {
          currPattern.lastIndex = offset;
          imageLength = this.matchLength(currPattern, text, offset);
        }
        if (imageLength !== -1) {
          longerAlt = currConfig.longerAlt;
          if (longerAlt !== void 0) {
            matchedImage = text.substring(offset, offset + imageLength);
            const longerAltLength = longerAlt.length;
            for (k = 0; k < longerAltLength; k++) {
              const longerAltConfig = patternIdxToConfig[longerAlt[k]];
              const longerAltPattern = longerAltConfig.pattern;
              altPayload = null;
              if (longerAltConfig.isCustom === true) {
                match = longerAltPattern.exec(orgText, offset, matchedTokens, groups);
                if (match !== null) {
                  matchAltImage = match[0];
                  if (match.payload !== void 0) {
                    altPayload = match.payload;
                  }
                } else {
                  matchAltImage = null;
                }
              } else {
                longerAltPattern.lastIndex = offset;
                matchAltImage = this.match(longerAltPattern, text, offset);
              }
              if (matchAltImage && matchAltImage.length > matchedImage.length) {
                matchedImage = matchAltImage;
                imageLength = matchAltImage.length;
                payload = altPayload;
                currConfig = longerAltConfig;
                break;
              }
            }
          }
          break;
        }
      }
      if (imageLength !== -1) {
        group = currConfig.group;
        if (group !== void 0) {
          matchedImage = matchedImage !== null ? matchedImage : text.substring(offset, offset + imageLength);
          tokType = currConfig.tokenTypeIdx;
          newToken = this.createTokenInstance(matchedImage, offset, tokType, currConfig.tokenType, line, column, imageLength);
          this.handlePayload(newToken, payload);
          if (group === false) {
            matchedTokensIndex = this.addToken(matchedTokens, matchedTokensIndex, newToken);
          } else {
            groups[group].push(newToken);
          }
        }
        if (trackLines === true && currConfig.canLineTerminator === true) {
          let numOfLTsInMatch = 0;
          let foundTerminator;
          let lastLTEndOffset;
          lineTerminatorPattern.lastIndex = 0;
          do {
            matchedImage = matchedImage !== null ? matchedImage : text.substring(offset, offset + imageLength);
            foundTerminator = lineTerminatorPattern.test(matchedImage);
            if (foundTerminator === true) {
              lastLTEndOffset = lineTerminatorPattern.lastIndex - 1;
              numOfLTsInMatch++;
            }
          } while (foundTerminator === true);
          if (numOfLTsInMatch !== 0) {
            line = line + numOfLTsInMatch;
            column = imageLength - lastLTEndOffset;
            this.updateTokenEndLineColumnLocation(newToken, group, lastLTEndOffset, numOfLTsInMatch, line, column, imageLength);
          } else {
            column = this.computeNewColumn(column, imageLength);
          }
        } else {
          column = this.computeNewColumn(column, imageLength);
        }
        offset = offset + imageLength;
        this.handleModes(currConfig, pop_mode, push_mode, newToken);
      } else {
        const errorStartOffset = offset;
        const errorLine = line;
        const errorColumn = column;
        let foundResyncPoint = recoveryEnabled === false;
        while (foundResyncPoint === false && offset < orgLength) {
          offset++;
          for (j = 0; j < currModePatternsLength; j++) {
            const currConfig2 = patternIdxToConfig[j];
            const currPattern = currConfig2.pattern;
            const singleCharCode = currConfig2.short;
            if (singleCharCode !== false) {
              if (orgText.charCodeAt(offset) === singleCharCode) {
                foundResyncPoint = true;
              }
            } else if (currConfig2.isCustom === true) {
              foundResyncPoint = currPattern.exec(orgText, offset, matchedTokens, groups) !== null;
            } else {
              currPattern.lastIndex = offset;
              foundResyncPoint = currPattern.exec(text) !== null;
            }
            if (foundResyncPoint === true) {
              break;
            }
          }
        }
        errLength = offset - errorStartOffset;
        column = this.computeNewColumn(column, errLength);
        msg = this.config.errorMessageProvider.buildUnexpectedCharactersMessage(orgText, errorStartOffset, errLength, errorLine, errorColumn, last_default(modeStack));
        errors.push({
          offset: errorStartOffset,
          line: errorLine,
          column: errorColumn,
          length: errLength,
          message: msg
        });
        if (recoveryEnabled === false) {
          break;
        }
      }
    }
    if (!this.hasCustom) {
      matchedTokens.length = matchedTokensIndex;
    }
    return {
      tokens: matchedTokens,
      groups,
      errors
    };
  }
  handleModes(config, pop_mode, push_mode, newToken) {
    if (config.pop === true) {
      const pushMode = config.push;
      pop_mode(newToken);
      if (pushMode !== void 0) {
        push_mode.call(this, pushMode);
      }
    } else if (config.push !== void 0) {
      push_mode.call(this, config.push);
    }
  }
  // TODO: decrease this under 600 characters? inspect stripping comments option in TSC compiler
  updateTokenEndLineColumnLocation(newToken, group, lastLTIdx, numOfLTsInMatch, line, column, imageLength) {
    let lastCharIsLT, fixForEndingInLT;
    if (group !== void 0) {
      lastCharIsLT = lastLTIdx === imageLength - 1;
      fixForEndingInLT = lastCharIsLT ? -1 : 0;
      if (!(numOfLTsInMatch === 1 && lastCharIsLT === true)) {
        newToken.endLine = line + fixForEndingInLT;
        newToken.endColumn = column - 1 + -fixForEndingInLT;
      }
    }
  }
  computeNewColumn(oldColumn, imageLength) {
    return oldColumn + imageLength;
  }
  createOffsetOnlyToken(image, startOffset, tokenTypeIdx, tokenType) {
    return {
      image,
      startOffset,
      tokenTypeIdx,
      tokenType
    };
  }
  createStartOnlyToken(image, startOffset, tokenTypeIdx, tokenType, startLine, startColumn) {
    return {
      image,
      startOffset,
      startLine,
      startColumn,
      tokenTypeIdx,
      tokenType
    };
  }
  createFullToken(image, startOffset, tokenTypeIdx, tokenType, startLine, startColumn, imageLength) {
    return {
      image,
      startOffset,
      endOffset: startOffset + imageLength - 1,
      startLine,
      endLine: startLine,
      startColumn,
      endColumn: startColumn + imageLength - 1,
      tokenTypeIdx,
      tokenType
    };
  }
  addTokenUsingPush(tokenVector, index2, tokenToAdd) {
    tokenVector.push(tokenToAdd);
    return index2;
  }
  addTokenUsingMemberAccess(tokenVector, index2, tokenToAdd) {
    tokenVector[index2] = tokenToAdd;
    index2++;
    return index2;
  }
  handlePayloadNoCustom(token2, payload) {
  }
  handlePayloadWithCustom(token2, payload) {
    if (payload !== null) {
      token2.payload = payload;
    }
  }
  match(pattern, text, offset) {
    const found = pattern.test(text);
    if (found === true) {
      return text.substring(offset, pattern.lastIndex);
    }
    return null;
  }
  matchLength(pattern, text, offset) {
    const found = pattern.test(text);
    if (found === true) {
      return pattern.lastIndex - offset;
    }
    return -1;
  }
};
Lexer.SKIPPED = "This marks a skipped Token pattern, this means each token identified by it will be consumed and then thrown into oblivion, this can be used to for example to completely ignore whitespace.";
Lexer.NA = /NOT_APPLICABLE/;

// node_modules/chevrotain/lib/src/scan/tokens_public.js
function tokenLabel2(tokType) {
  if (hasTokenLabel2(tokType)) {
    return tokType.LABEL;
  } else {
    return tokType.name;
  }
}
function hasTokenLabel2(obj) {
  return isString_default(obj.LABEL) && obj.LABEL !== "";
}
var PARENT = "parent";
var CATEGORIES = "categories";
var LABEL = "label";
var GROUP = "group";
var PUSH_MODE = "push_mode";
var POP_MODE = "pop_mode";
var LONGER_ALT = "longer_alt";
var LINE_BREAKS = "line_breaks";
var START_CHARS_HINT = "start_chars_hint";
function createToken(config) {
  return createTokenInternal(config);
}
function createTokenInternal(config) {
  const pattern = config.pattern;
  const tokenType = {};
  tokenType.name = config.name;
  if (!isUndefined_default(pattern)) {
    tokenType.PATTERN = pattern;
  }
  if (has_default(config, PARENT)) {
    throw "The parent property is no longer supported.\nSee: https://github.com/chevrotain/chevrotain/issues/564#issuecomment-349062346 for details.";
  }
  if (has_default(config, CATEGORIES)) {
    tokenType.CATEGORIES = config[CATEGORIES];
  }
  augmentTokenTypes([tokenType]);
  if (has_default(config, LABEL)) {
    tokenType.LABEL = config[LABEL];
  }
  if (has_default(config, GROUP)) {
    tokenType.GROUP = config[GROUP];
  }
  if (has_default(config, POP_MODE)) {
    tokenType.POP_MODE = config[POP_MODE];
  }
  if (has_default(config, PUSH_MODE)) {
    tokenType.PUSH_MODE = config[PUSH_MODE];
  }
  if (has_default(config, LONGER_ALT)) {
    tokenType.LONGER_ALT = config[LONGER_ALT];
  }
  if (has_default(config, LINE_BREAKS)) {
    tokenType.LINE_BREAKS = config[LINE_BREAKS];
  }
  if (has_default(config, START_CHARS_HINT)) {
    tokenType.START_CHARS_HINT = config[START_CHARS_HINT];
  }
  return tokenType;
}
var EOF = createToken({ name: "EOF", pattern: Lexer.NA });
augmentTokenTypes([EOF]);
function createTokenInstance(tokType, image, startOffset, endOffset, startLine, endLine, startColumn, endColumn) {
  return {
    image,
    startOffset,
    endOffset,
    startLine,
    endLine,
    startColumn,
    endColumn,
    tokenTypeIdx: tokType.tokenTypeIdx,
    tokenType: tokType
  };
}
function tokenMatcher(token2, tokType) {
  return tokenStructuredMatcher(token2, tokType);
}

// node_modules/chevrotain/lib/src/parse/errors_public.js
var defaultParserErrorProvider = {
  buildMismatchTokenMessage({ expected, actual, previous, ruleName }) {
    const hasLabel = hasTokenLabel2(expected);
    const expectedMsg = hasLabel ? `--> ${tokenLabel2(expected)} <--` : `token of type --> ${expected.name} <--`;
    const msg = `Expecting ${expectedMsg} but found --> '${actual.image}' <--`;
    return msg;
  },
  buildNotAllInputParsedMessage({ firstRedundant, ruleName }) {
    return "Redundant input, expecting EOF but found: " + firstRedundant.image;
  },
  buildNoViableAltMessage({ expectedPathsPerAlt, actual, previous, customUserDescription, ruleName }) {
    const errPrefix = "Expecting: ";
    const actualText = head_default(actual).image;
    const errSuffix = "\nbut found: '" + actualText + "'";
    if (customUserDescription) {
      return errPrefix + customUserDescription + errSuffix;
    } else {
      const allLookAheadPaths = reduce_default(expectedPathsPerAlt, (result2, currAltPaths) => result2.concat(currAltPaths), []);
      const nextValidTokenSequences = map_default(allLookAheadPaths, (currPath) => `[${map_default(currPath, (currTokenType) => tokenLabel2(currTokenType)).join(", ")}]`);
      const nextValidSequenceItems = map_default(nextValidTokenSequences, (itemMsg, idx) => `  ${idx + 1}. ${itemMsg}`);
      const calculatedDescription = `one of these possible Token sequences:
${nextValidSequenceItems.join("\n")}`;
      return errPrefix + calculatedDescription + errSuffix;
    }
  },
  buildEarlyExitMessage({ expectedIterationPaths, actual, customUserDescription, ruleName }) {
    const errPrefix = "Expecting: ";
    const actualText = head_default(actual).image;
    const errSuffix = "\nbut found: '" + actualText + "'";
    if (customUserDescription) {
      return errPrefix + customUserDescription + errSuffix;
    } else {
      const nextValidTokenSequences = map_default(expectedIterationPaths, (currPath) => `[${map_default(currPath, (currTokenType) => tokenLabel2(currTokenType)).join(",")}]`);
      const calculatedDescription = `expecting at least one iteration which starts with one of these possible Token sequences::
  <${nextValidTokenSequences.join(" ,")}>`;
      return errPrefix + calculatedDescription + errSuffix;
    }
  }
};
Object.freeze(defaultParserErrorProvider);
var defaultGrammarResolverErrorProvider = {
  buildRuleNotFoundError(topLevelRule, undefinedRule) {
    const msg = "Invalid grammar, reference to a rule which is not defined: ->" + undefinedRule.nonTerminalName + "<-\ninside top level rule: ->" + topLevelRule.name + "<-";
    return msg;
  }
};
var defaultGrammarValidatorErrorProvider = {
  buildDuplicateFoundError(topLevelRule, duplicateProds) {
    function getExtraProductionArgument2(prod) {
      if (prod instanceof Terminal) {
        return prod.terminalType.name;
      } else if (prod instanceof NonTerminal) {
        return prod.nonTerminalName;
      } else {
        return "";
      }
    }
    const topLevelName = topLevelRule.name;
    const duplicateProd = head_default(duplicateProds);
    const index2 = duplicateProd.idx;
    const dslName = getProductionDslName(duplicateProd);
    const extraArgument = getExtraProductionArgument2(duplicateProd);
    const hasExplicitIndex = index2 > 0;
    let msg = `->${dslName}${hasExplicitIndex ? index2 : ""}<- ${extraArgument ? `with argument: ->${extraArgument}<-` : ""}
                  appears more than once (${duplicateProds.length} times) in the top level rule: ->${topLevelName}<-.                  
                  For further details see: https://chevrotain.io/docs/FAQ.html#NUMERICAL_SUFFIXES 
                  `;
    msg = msg.replace(/[ \t]+/g, " ");
    msg = msg.replace(/\s\s+/g, "\n");
    return msg;
  },
  buildNamespaceConflictError(rule) {
    const errMsg = `Namespace conflict found in grammar.
The grammar has both a Terminal(Token) and a Non-Terminal(Rule) named: <${rule.name}>.
To resolve this make sure each Terminal and Non-Terminal names are unique
This is easy to accomplish by using the convention that Terminal names start with an uppercase letter
and Non-Terminal names start with a lower case letter.`;
    return errMsg;
  },
  buildAlternationPrefixAmbiguityError(options) {
    const pathMsg = map_default(options.prefixPath, (currTok) => tokenLabel2(currTok)).join(", ");
    const occurrence = options.alternation.idx === 0 ? "" : options.alternation.idx;
    const errMsg = `Ambiguous alternatives: <${options.ambiguityIndices.join(" ,")}> due to common lookahead prefix
in <OR${occurrence}> inside <${options.topLevelRule.name}> Rule,
<${pathMsg}> may appears as a prefix path in all these alternatives.
See: https://chevrotain.io/docs/guide/resolving_grammar_errors.html#COMMON_PREFIX
For Further details.`;
    return errMsg;
  },
  buildAlternationAmbiguityError(options) {
    const occurrence = options.alternation.idx === 0 ? "" : options.alternation.idx;
    const isEmptyPath = options.prefixPath.length === 0;
    let currMessage = `Ambiguous Alternatives Detected: <${options.ambiguityIndices.join(" ,")}> in <OR${occurrence}> inside <${options.topLevelRule.name}> Rule,
`;
    if (isEmptyPath) {
      currMessage += `These alternatives are all empty (match no tokens), making them indistinguishable.
Only the last alternative may be empty.
`;
    } else {
      const pathMsg = map_default(options.prefixPath, (currtok) => tokenLabel2(currtok)).join(", ");
      currMessage += `<${pathMsg}> may appears as a prefix path in all these alternatives.
`;
    }
    currMessage += `See: https://chevrotain.io/docs/guide/resolving_grammar_errors.html#AMBIGUOUS_ALTERNATIVES
For Further details.`;
    return currMessage;
  },
  buildEmptyRepetitionError(options) {
    let dslName = getProductionDslName(options.repetition);
    if (options.repetition.idx !== 0) {
      dslName += options.repetition.idx;
    }
    const errMsg = `The repetition <${dslName}> within Rule <${options.topLevelRule.name}> can never consume any tokens.
This could lead to an infinite loop.`;
    return errMsg;
  },
  // TODO: remove - `errors_public` from nyc.config.js exclude
  //       once this method is fully removed from this file
  buildTokenNameError(options) {
    return "deprecated";
  },
  buildEmptyAlternationError(options) {
    const errMsg = `Ambiguous empty alternative: <${options.emptyChoiceIdx + 1}> in <OR${options.alternation.idx}> inside <${options.topLevelRule.name}> Rule.
Only the last alternative may be an empty alternative.`;
    return errMsg;
  },
  buildTooManyAlternativesError(options) {
    const errMsg = `An Alternation cannot have more than 256 alternatives:
<OR${options.alternation.idx}> inside <${options.topLevelRule.name}> Rule.
 has ${options.alternation.definition.length + 1} alternatives.`;
    return errMsg;
  },
  buildLeftRecursionError(options) {
    const ruleName = options.topLevelRule.name;
    const pathNames = map_default(options.leftRecursionPath, (currRule) => currRule.name);
    const leftRecursivePath = `${ruleName} --> ${pathNames.concat([ruleName]).join(" --> ")}`;
    const errMsg = `Left Recursion found in grammar.
rule: <${ruleName}> can be invoked from itself (directly or indirectly)
without consuming any Tokens. The grammar path that causes this is: 
 ${leftRecursivePath}
 To fix this refactor your grammar to remove the left recursion.
see: https://en.wikipedia.org/wiki/LL_parser#Left_factoring.`;
    return errMsg;
  },
  // TODO: remove - `errors_public` from nyc.config.js exclude
  //       once this method is fully removed from this file
  buildInvalidRuleNameError(options) {
    return "deprecated";
  },
  buildDuplicateRuleNameError(options) {
    let ruleName;
    if (options.topLevelRule instanceof Rule) {
      ruleName = options.topLevelRule.name;
    } else {
      ruleName = options.topLevelRule;
    }
    const errMsg = `Duplicate definition, rule: ->${ruleName}<- is already defined in the grammar: ->${options.grammarName}<-`;
    return errMsg;
  }
};

// node_modules/chevrotain/lib/src/parse/grammar/resolver.js
function resolveGrammar(topLevels, errMsgProvider) {
  const refResolver = new GastRefResolverVisitor(topLevels, errMsgProvider);
  refResolver.resolveRefs();
  return refResolver.errors;
}
var GastRefResolverVisitor = class extends GAstVisitor {
  constructor(nameToTopRule, errMsgProvider) {
    super();
    this.nameToTopRule = nameToTopRule;
    this.errMsgProvider = errMsgProvider;
    this.errors = [];
  }
  resolveRefs() {
    forEach_default(values_default(this.nameToTopRule), (prod) => {
      this.currTopLevel = prod;
      prod.accept(this);
    });
  }
  visitNonTerminal(node2) {
    const ref = this.nameToTopRule[node2.nonTerminalName];
    if (!ref) {
      const msg = this.errMsgProvider.buildRuleNotFoundError(this.currTopLevel, node2);
      this.errors.push({
        message: msg,
        type: ParserDefinitionErrorType.UNRESOLVED_SUBRULE_REF,
        ruleName: this.currTopLevel.name,
        unresolvedRefName: node2.nonTerminalName
      });
    } else {
      node2.referencedRule = ref;
    }
  }
};

// node_modules/chevrotain/lib/src/parse/grammar/interpreter.js
var AbstractNextPossibleTokensWalker = class extends RestWalker {
  constructor(topProd, path) {
    super();
    this.topProd = topProd;
    this.path = path;
    this.possibleTokTypes = [];
    this.nextProductionName = "";
    this.nextProductionOccurrence = 0;
    this.found = false;
    this.isAtEndOfPath = false;
  }
  startWalking() {
    this.found = false;
    if (this.path.ruleStack[0] !== this.topProd.name) {
      throw Error("The path does not start with the walker's top Rule!");
    }
    this.ruleStack = clone_default(this.path.ruleStack).reverse();
    this.occurrenceStack = clone_default(this.path.occurrenceStack).reverse();
    this.ruleStack.pop();
    this.occurrenceStack.pop();
    this.updateExpectedNext();
    this.walk(this.topProd);
    return this.possibleTokTypes;
  }
  walk(prod, prevRest = []) {
    if (!this.found) {
      super.walk(prod, prevRest);
    }
  }
  walkProdRef(refProd, currRest, prevRest) {
    if (refProd.referencedRule.name === this.nextProductionName && refProd.idx === this.nextProductionOccurrence) {
      const fullRest = currRest.concat(prevRest);
      this.updateExpectedNext();
      this.walk(refProd.referencedRule, fullRest);
    }
  }
  updateExpectedNext() {
    if (isEmpty_default(this.ruleStack)) {
      this.nextProductionName = "";
      this.nextProductionOccurrence = 0;
      this.isAtEndOfPath = true;
    } else {
      this.nextProductionName = this.ruleStack.pop();
      this.nextProductionOccurrence = this.occurrenceStack.pop();
    }
  }
};
var NextAfterTokenWalker = class extends AbstractNextPossibleTokensWalker {
  constructor(topProd, path) {
    super(topProd, path);
    this.path = path;
    this.nextTerminalName = "";
    this.nextTerminalOccurrence = 0;
    this.nextTerminalName = this.path.lastTok.name;
    this.nextTerminalOccurrence = this.path.lastTokOccurrence;
  }
  walkTerminal(terminal, currRest, prevRest) {
    if (this.isAtEndOfPath && terminal.terminalType.name === this.nextTerminalName && terminal.idx === this.nextTerminalOccurrence && !this.found) {
      const fullRest = currRest.concat(prevRest);
      const restProd = new Alternative({ definition: fullRest });
      this.possibleTokTypes = first(restProd);
      this.found = true;
    }
  }
};
var AbstractNextTerminalAfterProductionWalker = class extends RestWalker {
  constructor(topRule, occurrence) {
    super();
    this.topRule = topRule;
    this.occurrence = occurrence;
    this.result = {
      token: void 0,
      occurrence: void 0,
      isEndOfRule: void 0
    };
  }
  startWalking() {
    this.walk(this.topRule);
    return this.result;
  }
};
var NextTerminalAfterManyWalker = class extends AbstractNextTerminalAfterProductionWalker {
  walkMany(manyProd, currRest, prevRest) {
    if (manyProd.idx === this.occurrence) {
      const firstAfterMany = head_default(currRest.concat(prevRest));
      this.result.isEndOfRule = firstAfterMany === void 0;
      if (firstAfterMany instanceof Terminal) {
        this.result.token = firstAfterMany.terminalType;
        this.result.occurrence = firstAfterMany.idx;
      }
    } else {
      super.walkMany(manyProd, currRest, prevRest);
    }
  }
};
var NextTerminalAfterManySepWalker = class extends AbstractNextTerminalAfterProductionWalker {
  walkManySep(manySepProd, currRest, prevRest) {
    if (manySepProd.idx === this.occurrence) {
      const firstAfterManySep = head_default(currRest.concat(prevRest));
      this.result.isEndOfRule = firstAfterManySep === void 0;
      if (firstAfterManySep instanceof Terminal) {
        this.result.token = firstAfterManySep.terminalType;
        this.result.occurrence = firstAfterManySep.idx;
      }
    } else {
      super.walkManySep(manySepProd, currRest, prevRest);
    }
  }
};
var NextTerminalAfterAtLeastOneWalker = class extends AbstractNextTerminalAfterProductionWalker {
  walkAtLeastOne(atLeastOneProd, currRest, prevRest) {
    if (atLeastOneProd.idx === this.occurrence) {
      const firstAfterAtLeastOne = head_default(currRest.concat(prevRest));
      this.result.isEndOfRule = firstAfterAtLeastOne === void 0;
      if (firstAfterAtLeastOne instanceof Terminal) {
        this.result.token = firstAfterAtLeastOne.terminalType;
        this.result.occurrence = firstAfterAtLeastOne.idx;
      }
    } else {
      super.walkAtLeastOne(atLeastOneProd, currRest, prevRest);
    }
  }
};
var NextTerminalAfterAtLeastOneSepWalker = class extends AbstractNextTerminalAfterProductionWalker {
  walkAtLeastOneSep(atleastOneSepProd, currRest, prevRest) {
    if (atleastOneSepProd.idx === this.occurrence) {
      const firstAfterfirstAfterAtLeastOneSep = head_default(currRest.concat(prevRest));
      this.result.isEndOfRule = firstAfterfirstAfterAtLeastOneSep === void 0;
      if (firstAfterfirstAfterAtLeastOneSep instanceof Terminal) {
        this.result.token = firstAfterfirstAfterAtLeastOneSep.terminalType;
        this.result.occurrence = firstAfterfirstAfterAtLeastOneSep.idx;
      }
    } else {
      super.walkAtLeastOneSep(atleastOneSepProd, currRest, prevRest);
    }
  }
};
function possiblePathsFrom(targetDef, maxLength, currPath = []) {
  currPath = clone_default(currPath);
  let result2 = [];
  let i = 0;
  function remainingPathWith(nextDef) {
    return nextDef.concat(drop_default(targetDef, i + 1));
  }
  function getAlternativesForProd(definition) {
    const alternatives = possiblePathsFrom(remainingPathWith(definition), maxLength, currPath);
    return result2.concat(alternatives);
  }
  while (currPath.length < maxLength && i < targetDef.length) {
    const prod = targetDef[i];
    if (prod instanceof Alternative) {
      return getAlternativesForProd(prod.definition);
    } else if (prod instanceof NonTerminal) {
      return getAlternativesForProd(prod.definition);
    } else if (prod instanceof Option) {
      result2 = getAlternativesForProd(prod.definition);
    } else if (prod instanceof RepetitionMandatory) {
      const newDef = prod.definition.concat([
        new Repetition({
          definition: prod.definition
        })
      ]);
      return getAlternativesForProd(newDef);
    } else if (prod instanceof RepetitionMandatoryWithSeparator) {
      const newDef = [
        new Alternative({ definition: prod.definition }),
        new Repetition({
          definition: [new Terminal({ terminalType: prod.separator })].concat(prod.definition)
        })
      ];
      return getAlternativesForProd(newDef);
    } else if (prod instanceof RepetitionWithSeparator) {
      const newDef = prod.definition.concat([
        new Repetition({
          definition: [new Terminal({ terminalType: prod.separator })].concat(prod.definition)
        })
      ]);
      result2 = getAlternativesForProd(newDef);
    } else if (prod instanceof Repetition) {
      const newDef = prod.definition.concat([
        new Repetition({
          definition: prod.definition
        })
      ]);
      result2 = getAlternativesForProd(newDef);
    } else if (prod instanceof Alternation) {
      forEach_default(prod.definition, (currAlt) => {
        if (isEmpty_default(currAlt.definition) === false) {
          result2 = getAlternativesForProd(currAlt.definition);
        }
      });
      return result2;
    } else if (prod instanceof Terminal) {
      currPath.push(prod.terminalType);
    } else {
      throw Error("non exhaustive match");
    }
    i++;
  }
  result2.push({
    partialPath: currPath,
    suffixDef: drop_default(targetDef, i)
  });
  return result2;
}
function nextPossibleTokensAfter(initialDef, tokenVector, tokMatcher, maxLookAhead) {
  const EXIT_NON_TERMINAL = "EXIT_NONE_TERMINAL";
  const EXIT_NON_TERMINAL_ARR = [EXIT_NON_TERMINAL];
  const EXIT_ALTERNATIVE = "EXIT_ALTERNATIVE";
  let foundCompletePath = false;
  const tokenVectorLength = tokenVector.length;
  const minimalAlternativesIndex = tokenVectorLength - maxLookAhead - 1;
  const result2 = [];
  const possiblePaths = [];
  possiblePaths.push({
    idx: -1,
    def: initialDef,
    ruleStack: [],
    occurrenceStack: []
  });
  while (!isEmpty_default(possiblePaths)) {
    const currPath = possiblePaths.pop();
    if (currPath === EXIT_ALTERNATIVE) {
      if (foundCompletePath && last_default(possiblePaths).idx <= minimalAlternativesIndex) {
        possiblePaths.pop();
      }
      continue;
    }
    const currDef = currPath.def;
    const currIdx = currPath.idx;
    const currRuleStack = currPath.ruleStack;
    const currOccurrenceStack = currPath.occurrenceStack;
    if (isEmpty_default(currDef)) {
      continue;
    }
    const prod = currDef[0];
    if (prod === EXIT_NON_TERMINAL) {
      const nextPath = {
        idx: currIdx,
        def: drop_default(currDef),
        ruleStack: dropRight_default(currRuleStack),
        occurrenceStack: dropRight_default(currOccurrenceStack)
      };
      possiblePaths.push(nextPath);
    } else if (prod instanceof Terminal) {
      if (currIdx < tokenVectorLength - 1) {
        const nextIdx = currIdx + 1;
        const actualToken = tokenVector[nextIdx];
        if (tokMatcher(actualToken, prod.terminalType)) {
          const nextPath = {
            idx: nextIdx,
            def: drop_default(currDef),
            ruleStack: currRuleStack,
            occurrenceStack: currOccurrenceStack
          };
          possiblePaths.push(nextPath);
        }
      } else if (currIdx === tokenVectorLength - 1) {
        result2.push({
          nextTokenType: prod.terminalType,
          nextTokenOccurrence: prod.idx,
          ruleStack: currRuleStack,
          occurrenceStack: currOccurrenceStack
        });
        foundCompletePath = true;
      } else {
        throw Error("non exhaustive match");
      }
    } else if (prod instanceof NonTerminal) {
      const newRuleStack = clone_default(currRuleStack);
      newRuleStack.push(prod.nonTerminalName);
      const newOccurrenceStack = clone_default(currOccurrenceStack);
      newOccurrenceStack.push(prod.idx);
      const nextPath = {
        idx: currIdx,
        def: prod.definition.concat(EXIT_NON_TERMINAL_ARR, drop_default(currDef)),
        ruleStack: newRuleStack,
        occurrenceStack: newOccurrenceStack
      };
      possiblePaths.push(nextPath);
    } else if (prod instanceof Option) {
      const nextPathWithout = {
        idx: currIdx,
        def: drop_default(currDef),
        ruleStack: currRuleStack,
        occurrenceStack: currOccurrenceStack
      };
      possiblePaths.push(nextPathWithout);
      possiblePaths.push(EXIT_ALTERNATIVE);
      const nextPathWith = {
        idx: currIdx,
        def: prod.definition.concat(drop_default(currDef)),
        ruleStack: currRuleStack,
        occurrenceStack: currOccurrenceStack
      };
      possiblePaths.push(nextPathWith);
    } else if (prod instanceof RepetitionMandatory) {
      const secondIteration = new Repetition({
        definition: prod.definition,
        idx: prod.idx
      });
      const nextDef = prod.definition.concat([secondIteration], drop_default(currDef));
      const nextPath = {
        idx: currIdx,
        def: nextDef,
        ruleStack: currRuleStack,
        occurrenceStack: currOccurrenceStack
      };
      possiblePaths.push(nextPath);
    } else if (prod instanceof RepetitionMandatoryWithSeparator) {
      const separatorGast = new Terminal({
        terminalType: prod.separator
      });
      const secondIteration = new Repetition({
        definition: [separatorGast].concat(prod.definition),
        idx: prod.idx
      });
      const nextDef = prod.definition.concat([secondIteration], drop_default(currDef));
      const nextPath = {
        idx: currIdx,
        def: nextDef,
        ruleStack: currRuleStack,
        occurrenceStack: currOccurrenceStack
      };
      possiblePaths.push(nextPath);
    } else if (prod instanceof RepetitionWithSeparator) {
      const nextPathWithout = {
        idx: currIdx,
        def: drop_default(currDef),
        ruleStack: currRuleStack,
        occurrenceStack: currOccurrenceStack
      };
      possiblePaths.push(nextPathWithout);
      possiblePaths.push(EXIT_ALTERNATIVE);
      const separatorGast = new Terminal({
        terminalType: prod.separator
      });
      const nthRepetition = new Repetition({
        definition: [separatorGast].concat(prod.definition),
        idx: prod.idx
      });
      const nextDef = prod.definition.concat([nthRepetition], drop_default(currDef));
      const nextPathWith = {
        idx: currIdx,
        def: nextDef,
        ruleStack: currRuleStack,
        occurrenceStack: currOccurrenceStack
      };
      possiblePaths.push(nextPathWith);
    } else if (prod instanceof Repetition) {
      const nextPathWithout = {
        idx: currIdx,
        def: drop_default(currDef),
        ruleStack: currRuleStack,
        occurrenceStack: currOccurrenceStack
      };
      possiblePaths.push(nextPathWithout);
      possiblePaths.push(EXIT_ALTERNATIVE);
      const nthRepetition = new Repetition({
        definition: prod.definition,
        idx: prod.idx
      });
      const nextDef = prod.definition.concat([nthRepetition], drop_default(currDef));
      const nextPathWith = {
        idx: currIdx,
        def: nextDef,
        ruleStack: currRuleStack,
        occurrenceStack: currOccurrenceStack
      };
      possiblePaths.push(nextPathWith);
    } else if (prod instanceof Alternation) {
      for (let i = prod.definition.length - 1; i >= 0; i--) {
        const currAlt = prod.definition[i];
        const currAltPath = {
          idx: currIdx,
          def: currAlt.definition.concat(drop_default(currDef)),
          ruleStack: currRuleStack,
          occurrenceStack: currOccurrenceStack
        };
        possiblePaths.push(currAltPath);
        possiblePaths.push(EXIT_ALTERNATIVE);
      }
    } else if (prod instanceof Alternative) {
      possiblePaths.push({
        idx: currIdx,
        def: prod.definition.concat(drop_default(currDef)),
        ruleStack: currRuleStack,
        occurrenceStack: currOccurrenceStack
      });
    } else if (prod instanceof Rule) {
      possiblePaths.push(expandTopLevelRule(prod, currIdx, currRuleStack, currOccurrenceStack));
    } else {
      throw Error("non exhaustive match");
    }
  }
  return result2;
}
function expandTopLevelRule(topRule, currIdx, currRuleStack, currOccurrenceStack) {
  const newRuleStack = clone_default(currRuleStack);
  newRuleStack.push(topRule.name);
  const newCurrOccurrenceStack = clone_default(currOccurrenceStack);
  newCurrOccurrenceStack.push(1);
  return {
    idx: currIdx,
    def: topRule.definition,
    ruleStack: newRuleStack,
    occurrenceStack: newCurrOccurrenceStack
  };
}

// node_modules/chevrotain/lib/src/parse/grammar/lookahead.js
var PROD_TYPE;
(function(PROD_TYPE2) {
  PROD_TYPE2[PROD_TYPE2["OPTION"] = 0] = "OPTION";
  PROD_TYPE2[PROD_TYPE2["REPETITION"] = 1] = "REPETITION";
  PROD_TYPE2[PROD_TYPE2["REPETITION_MANDATORY"] = 2] = "REPETITION_MANDATORY";
  PROD_TYPE2[PROD_TYPE2["REPETITION_MANDATORY_WITH_SEPARATOR"] = 3] = "REPETITION_MANDATORY_WITH_SEPARATOR";
  PROD_TYPE2[PROD_TYPE2["REPETITION_WITH_SEPARATOR"] = 4] = "REPETITION_WITH_SEPARATOR";
  PROD_TYPE2[PROD_TYPE2["ALTERNATION"] = 5] = "ALTERNATION";
})(PROD_TYPE || (PROD_TYPE = {}));
function getProdType(prod) {
  if (prod instanceof Option || prod === "Option") {
    return PROD_TYPE.OPTION;
  } else if (prod instanceof Repetition || prod === "Repetition") {
    return PROD_TYPE.REPETITION;
  } else if (prod instanceof RepetitionMandatory || prod === "RepetitionMandatory") {
    return PROD_TYPE.REPETITION_MANDATORY;
  } else if (prod instanceof RepetitionMandatoryWithSeparator || prod === "RepetitionMandatoryWithSeparator") {
    return PROD_TYPE.REPETITION_MANDATORY_WITH_SEPARATOR;
  } else if (prod instanceof RepetitionWithSeparator || prod === "RepetitionWithSeparator") {
    return PROD_TYPE.REPETITION_WITH_SEPARATOR;
  } else if (prod instanceof Alternation || prod === "Alternation") {
    return PROD_TYPE.ALTERNATION;
  } else {
    throw Error("non exhaustive match");
  }
}
function buildLookaheadFuncForOr(occurrence, ruleGrammar, maxLookahead, hasPredicates, dynamicTokensEnabled, laFuncBuilder) {
  const lookAheadPaths = getLookaheadPathsForOr(occurrence, ruleGrammar, maxLookahead);
  const tokenMatcher2 = areTokenCategoriesNotUsed(lookAheadPaths) ? tokenStructuredMatcherNoCategories : tokenStructuredMatcher;
  return laFuncBuilder(lookAheadPaths, hasPredicates, tokenMatcher2, dynamicTokensEnabled);
}
function buildLookaheadFuncForOptionalProd(occurrence, ruleGrammar, k, dynamicTokensEnabled, prodType, lookaheadBuilder) {
  const lookAheadPaths = getLookaheadPathsForOptionalProd(occurrence, ruleGrammar, prodType, k);
  const tokenMatcher2 = areTokenCategoriesNotUsed(lookAheadPaths) ? tokenStructuredMatcherNoCategories : tokenStructuredMatcher;
  return lookaheadBuilder(lookAheadPaths[0], tokenMatcher2, dynamicTokensEnabled);
}
function buildAlternativesLookAheadFunc(alts, hasPredicates, tokenMatcher2, dynamicTokensEnabled) {
  const numOfAlts = alts.length;
  const areAllOneTokenLookahead = every_default(alts, (currAlt) => {
    return every_default(currAlt, (currPath) => {
      return currPath.length === 1;
    });
  });
  if (hasPredicates) {
    return function(orAlts) {
      const predicates = map_default(orAlts, (currAlt) => currAlt.GATE);
      for (let t = 0; t < numOfAlts; t++) {
        const currAlt = alts[t];
        const currNumOfPaths = currAlt.length;
        const currPredicate = predicates[t];
        if (currPredicate !== void 0 && currPredicate.call(this) === false) {
          continue;
        }
        nextPath: for (let j = 0; j < currNumOfPaths; j++) {
          const currPath = currAlt[j];
          const currPathLength = currPath.length;
          for (let i = 0; i < currPathLength; i++) {
            const nextToken = this.LA_FAST(i + 1);
            if (tokenMatcher2(nextToken, currPath[i]) === false) {
              continue nextPath;
            }
          }
          return t;
        }
      }
      return void 0;
    };
  } else if (areAllOneTokenLookahead && !dynamicTokensEnabled) {
    const singleTokenAlts = map_default(alts, (currAlt) => {
      return flatten_default(currAlt);
    });
    const choiceToAlt = reduce_default(singleTokenAlts, (result2, currAlt, idx) => {
      forEach_default(currAlt, (currTokType) => {
        if (!has_default(result2, currTokType.tokenTypeIdx)) {
          result2[currTokType.tokenTypeIdx] = idx;
        }
        forEach_default(currTokType.categoryMatches, (currExtendingType) => {
          if (!has_default(result2, currExtendingType)) {
            result2[currExtendingType] = idx;
          }
        });
      });
      return result2;
    }, {});
    return function() {
      const nextToken = this.LA_FAST(1);
      return choiceToAlt[nextToken.tokenTypeIdx];
    };
  } else {
    return function() {
      for (let t = 0; t < numOfAlts; t++) {
        const currAlt = alts[t];
        const currNumOfPaths = currAlt.length;
        nextPath: for (let j = 0; j < currNumOfPaths; j++) {
          const currPath = currAlt[j];
          const currPathLength = currPath.length;
          for (let i = 0; i < currPathLength; i++) {
            const nextToken = this.LA_FAST(i + 1);
            if (tokenMatcher2(nextToken, currPath[i]) === false) {
              continue nextPath;
            }
          }
          return t;
        }
      }
      return void 0;
    };
  }
}
function buildSingleAlternativeLookaheadFunction(alt, tokenMatcher2, dynamicTokensEnabled) {
  const areAllOneTokenLookahead = every_default(alt, (currPath) => {
    return currPath.length === 1;
  });
  const numOfPaths = alt.length;
  if (areAllOneTokenLookahead && !dynamicTokensEnabled) {
    const singleTokensTypes = flatten_default(alt);
    if (singleTokensTypes.length === 1 && isEmpty_default(singleTokensTypes[0].categoryMatches)) {
      const expectedTokenType = singleTokensTypes[0];
      const expectedTokenUniqueKey = expectedTokenType.tokenTypeIdx;
      return function() {
        return this.LA_FAST(1).tokenTypeIdx === expectedTokenUniqueKey;
      };
    } else {
      const choiceToAlt = reduce_default(singleTokensTypes, (result2, currTokType, idx) => {
        result2[currTokType.tokenTypeIdx] = true;
        forEach_default(currTokType.categoryMatches, (currExtendingType) => {
          result2[currExtendingType] = true;
        });
        return result2;
      }, []);
      return function() {
        const nextToken = this.LA_FAST(1);
        return choiceToAlt[nextToken.tokenTypeIdx] === true;
      };
    }
  } else {
    return function() {
      nextPath: for (let j = 0; j < numOfPaths; j++) {
        const currPath = alt[j];
        const currPathLength = currPath.length;
        for (let i = 0; i < currPathLength; i++) {
          const nextToken = this.LA_FAST(i + 1);
          if (tokenMatcher2(nextToken, currPath[i]) === false) {
            continue nextPath;
          }
        }
        return true;
      }
      return false;
    };
  }
}
var RestDefinitionFinderWalker = class extends RestWalker {
  constructor(topProd, targetOccurrence, targetProdType) {
    super();
    this.topProd = topProd;
    this.targetOccurrence = targetOccurrence;
    this.targetProdType = targetProdType;
  }
  startWalking() {
    this.walk(this.topProd);
    return this.restDef;
  }
  checkIsTarget(node2, expectedProdType, currRest, prevRest) {
    if (node2.idx === this.targetOccurrence && this.targetProdType === expectedProdType) {
      this.restDef = currRest.concat(prevRest);
      return true;
    }
    return false;
  }
  walkOption(optionProd, currRest, prevRest) {
    if (!this.checkIsTarget(optionProd, PROD_TYPE.OPTION, currRest, prevRest)) {
      super.walkOption(optionProd, currRest, prevRest);
    }
  }
  walkAtLeastOne(atLeastOneProd, currRest, prevRest) {
    if (!this.checkIsTarget(atLeastOneProd, PROD_TYPE.REPETITION_MANDATORY, currRest, prevRest)) {
      super.walkOption(atLeastOneProd, currRest, prevRest);
    }
  }
  walkAtLeastOneSep(atLeastOneSepProd, currRest, prevRest) {
    if (!this.checkIsTarget(atLeastOneSepProd, PROD_TYPE.REPETITION_MANDATORY_WITH_SEPARATOR, currRest, prevRest)) {
      super.walkOption(atLeastOneSepProd, currRest, prevRest);
    }
  }
  walkMany(manyProd, currRest, prevRest) {
    if (!this.checkIsTarget(manyProd, PROD_TYPE.REPETITION, currRest, prevRest)) {
      super.walkOption(manyProd, currRest, prevRest);
    }
  }
  walkManySep(manySepProd, currRest, prevRest) {
    if (!this.checkIsTarget(manySepProd, PROD_TYPE.REPETITION_WITH_SEPARATOR, currRest, prevRest)) {
      super.walkOption(manySepProd, currRest, prevRest);
    }
  }
};
var InsideDefinitionFinderVisitor = class extends GAstVisitor {
  constructor(targetOccurrence, targetProdType, targetRef) {
    super();
    this.targetOccurrence = targetOccurrence;
    this.targetProdType = targetProdType;
    this.targetRef = targetRef;
    this.result = [];
  }
  checkIsTarget(node2, expectedProdName) {
    if (node2.idx === this.targetOccurrence && this.targetProdType === expectedProdName && (this.targetRef === void 0 || node2 === this.targetRef)) {
      this.result = node2.definition;
    }
  }
  visitOption(node2) {
    this.checkIsTarget(node2, PROD_TYPE.OPTION);
  }
  visitRepetition(node2) {
    this.checkIsTarget(node2, PROD_TYPE.REPETITION);
  }
  visitRepetitionMandatory(node2) {
    this.checkIsTarget(node2, PROD_TYPE.REPETITION_MANDATORY);
  }
  visitRepetitionMandatoryWithSeparator(node2) {
    this.checkIsTarget(node2, PROD_TYPE.REPETITION_MANDATORY_WITH_SEPARATOR);
  }
  visitRepetitionWithSeparator(node2) {
    this.checkIsTarget(node2, PROD_TYPE.REPETITION_WITH_SEPARATOR);
  }
  visitAlternation(node2) {
    this.checkIsTarget(node2, PROD_TYPE.ALTERNATION);
  }
};
function initializeArrayOfArrays(size3) {
  const result2 = new Array(size3);
  for (let i = 0; i < size3; i++) {
    result2[i] = [];
  }
  return result2;
}
function pathToHashKeys(path) {
  let keys2 = [""];
  for (let i = 0; i < path.length; i++) {
    const tokType = path[i];
    const longerKeys = [];
    for (let j = 0; j < keys2.length; j++) {
      const currShorterKey = keys2[j];
      longerKeys.push(currShorterKey + "_" + tokType.tokenTypeIdx);
      for (let t = 0; t < tokType.categoryMatches.length; t++) {
        const categoriesKeySuffix = "_" + tokType.categoryMatches[t];
        longerKeys.push(currShorterKey + categoriesKeySuffix);
      }
    }
    keys2 = longerKeys;
  }
  return keys2;
}
function isUniquePrefixHash(altKnownPathsKeys, searchPathKeys, idx) {
  for (let currAltIdx = 0; currAltIdx < altKnownPathsKeys.length; currAltIdx++) {
    if (currAltIdx === idx) {
      continue;
    }
    const otherAltKnownPathsKeys = altKnownPathsKeys[currAltIdx];
    for (let searchIdx = 0; searchIdx < searchPathKeys.length; searchIdx++) {
      const searchKey = searchPathKeys[searchIdx];
      if (otherAltKnownPathsKeys[searchKey] === true) {
        return false;
      }
    }
  }
  return true;
}
function lookAheadSequenceFromAlternatives(altsDefs, k) {
  const partialAlts = map_default(altsDefs, (currAlt) => possiblePathsFrom([currAlt], 1));
  const finalResult = initializeArrayOfArrays(partialAlts.length);
  const altsHashes = map_default(partialAlts, (currAltPaths) => {
    const dict = {};
    forEach_default(currAltPaths, (item) => {
      const keys2 = pathToHashKeys(item.partialPath);
      forEach_default(keys2, (currKey) => {
        dict[currKey] = true;
      });
    });
    return dict;
  });
  let newData = partialAlts;
  for (let pathLength = 1; pathLength <= k; pathLength++) {
    const currDataset = newData;
    newData = initializeArrayOfArrays(currDataset.length);
    for (let altIdx = 0; altIdx < currDataset.length; altIdx++) {
      const currAltPathsAndSuffixes = currDataset[altIdx];
      for (let currPathIdx = 0; currPathIdx < currAltPathsAndSuffixes.length; currPathIdx++) {
        const currPathPrefix = currAltPathsAndSuffixes[currPathIdx].partialPath;
        const suffixDef = currAltPathsAndSuffixes[currPathIdx].suffixDef;
        const prefixKeys = pathToHashKeys(currPathPrefix);
        const isUnique = isUniquePrefixHash(altsHashes, prefixKeys, altIdx);
        if (isUnique || isEmpty_default(suffixDef) || currPathPrefix.length === k) {
          const currAltResult = finalResult[altIdx];
          if (containsPath(currAltResult, currPathPrefix) === false) {
            currAltResult.push(currPathPrefix);
            for (let j = 0; j < prefixKeys.length; j++) {
              const currKey = prefixKeys[j];
              altsHashes[altIdx][currKey] = true;
            }
          }
        } else {
          const newPartialPathsAndSuffixes = possiblePathsFrom(suffixDef, pathLength + 1, currPathPrefix);
          newData[altIdx] = newData[altIdx].concat(newPartialPathsAndSuffixes);
          forEach_default(newPartialPathsAndSuffixes, (item) => {
            const prefixKeys2 = pathToHashKeys(item.partialPath);
            forEach_default(prefixKeys2, (key) => {
              altsHashes[altIdx][key] = true;
            });
          });
        }
      }
    }
  }
  return finalResult;
}
function getLookaheadPathsForOr(occurrence, ruleGrammar, k, orProd) {
  const visitor = new InsideDefinitionFinderVisitor(occurrence, PROD_TYPE.ALTERNATION, orProd);
  ruleGrammar.accept(visitor);
  return lookAheadSequenceFromAlternatives(visitor.result, k);
}
function getLookaheadPathsForOptionalProd(occurrence, ruleGrammar, prodType, k) {
  const insideDefVisitor = new InsideDefinitionFinderVisitor(occurrence, prodType);
  ruleGrammar.accept(insideDefVisitor);
  const insideDef = insideDefVisitor.result;
  const afterDefWalker = new RestDefinitionFinderWalker(ruleGrammar, occurrence, prodType);
  const afterDef = afterDefWalker.startWalking();
  const insideFlat = new Alternative({ definition: insideDef });
  const afterFlat = new Alternative({ definition: afterDef });
  return lookAheadSequenceFromAlternatives([insideFlat, afterFlat], k);
}
function containsPath(alternative, searchPath) {
  compareOtherPath: for (let i = 0; i < alternative.length; i++) {
    const otherPath = alternative[i];
    if (otherPath.length !== searchPath.length) {
      continue;
    }
    for (let j = 0; j < otherPath.length; j++) {
      const searchTok = searchPath[j];
      const otherTok = otherPath[j];
      const matchingTokens = searchTok === otherTok || otherTok.categoryMatchesMap[searchTok.tokenTypeIdx] !== void 0;
      if (matchingTokens === false) {
        continue compareOtherPath;
      }
    }
    return true;
  }
  return false;
}
function isStrictPrefixOfPath(prefix, other) {
  return prefix.length < other.length && every_default(prefix, (tokType, idx) => {
    const otherTokType = other[idx];
    return tokType === otherTokType || otherTokType.categoryMatchesMap[tokType.tokenTypeIdx];
  });
}
function areTokenCategoriesNotUsed(lookAheadPaths) {
  return every_default(lookAheadPaths, (singleAltPaths) => every_default(singleAltPaths, (singlePath) => every_default(singlePath, (token2) => isEmpty_default(token2.categoryMatches))));
}

// node_modules/chevrotain/lib/src/parse/grammar/checks.js
function validateLookahead(options) {
  const lookaheadValidationErrorMessages = options.lookaheadStrategy.validate({
    rules: options.rules,
    tokenTypes: options.tokenTypes,
    grammarName: options.grammarName
  });
  return map_default(lookaheadValidationErrorMessages, (errorMessage) => Object.assign({ type: ParserDefinitionErrorType.CUSTOM_LOOKAHEAD_VALIDATION }, errorMessage));
}
function validateGrammar(topLevels, tokenTypes2, errMsgProvider, grammarName) {
  const duplicateErrors = flatMap_default(topLevels, (currTopLevel) => validateDuplicateProductions(currTopLevel, errMsgProvider));
  const termsNamespaceConflictErrors = checkTerminalAndNoneTerminalsNameSpace(topLevels, tokenTypes2, errMsgProvider);
  const tooManyAltsErrors = flatMap_default(topLevels, (curRule) => validateTooManyAlts(curRule, errMsgProvider));
  const duplicateRulesError = flatMap_default(topLevels, (curRule) => validateRuleDoesNotAlreadyExist(curRule, topLevels, grammarName, errMsgProvider));
  return duplicateErrors.concat(termsNamespaceConflictErrors, tooManyAltsErrors, duplicateRulesError);
}
function validateDuplicateProductions(topLevelRule, errMsgProvider) {
  const collectorVisitor2 = new OccurrenceValidationCollector();
  topLevelRule.accept(collectorVisitor2);
  const allRuleProductions = collectorVisitor2.allProductions;
  const productionGroups = groupBy_default(allRuleProductions, identifyProductionForDuplicates);
  const duplicates = pickBy_default(productionGroups, (currGroup) => {
    return currGroup.length > 1;
  });
  const errors = map_default(values_default(duplicates), (currDuplicates) => {
    const firstProd = head_default(currDuplicates);
    const msg = errMsgProvider.buildDuplicateFoundError(topLevelRule, currDuplicates);
    const dslName = getProductionDslName(firstProd);
    const defError = {
      message: msg,
      type: ParserDefinitionErrorType.DUPLICATE_PRODUCTIONS,
      ruleName: topLevelRule.name,
      dslName,
      occurrence: firstProd.idx
    };
    const param = getExtraProductionArgument(firstProd);
    if (param) {
      defError.parameter = param;
    }
    return defError;
  });
  return errors;
}
function identifyProductionForDuplicates(prod) {
  return `${getProductionDslName(prod)}_#_${prod.idx}_#_${getExtraProductionArgument(prod)}`;
}
function getExtraProductionArgument(prod) {
  if (prod instanceof Terminal) {
    return prod.terminalType.name;
  } else if (prod instanceof NonTerminal) {
    return prod.nonTerminalName;
  } else {
    return "";
  }
}
var OccurrenceValidationCollector = class extends GAstVisitor {
  constructor() {
    super(...arguments);
    this.allProductions = [];
  }
  visitNonTerminal(subrule) {
    this.allProductions.push(subrule);
  }
  visitOption(option) {
    this.allProductions.push(option);
  }
  visitRepetitionWithSeparator(manySep) {
    this.allProductions.push(manySep);
  }
  visitRepetitionMandatory(atLeastOne) {
    this.allProductions.push(atLeastOne);
  }
  visitRepetitionMandatoryWithSeparator(atLeastOneSep) {
    this.allProductions.push(atLeastOneSep);
  }
  visitRepetition(many) {
    this.allProductions.push(many);
  }
  visitAlternation(or) {
    this.allProductions.push(or);
  }
  visitTerminal(terminal) {
    this.allProductions.push(terminal);
  }
};
function validateRuleDoesNotAlreadyExist(rule, allRules, className, errMsgProvider) {
  const errors = [];
  const occurrences = reduce_default(allRules, (result2, curRule) => {
    if (curRule.name === rule.name) {
      return result2 + 1;
    }
    return result2;
  }, 0);
  if (occurrences > 1) {
    const errMsg = errMsgProvider.buildDuplicateRuleNameError({
      topLevelRule: rule,
      grammarName: className
    });
    errors.push({
      message: errMsg,
      type: ParserDefinitionErrorType.DUPLICATE_RULE_NAME,
      ruleName: rule.name
    });
  }
  return errors;
}
function validateRuleIsOverridden(ruleName, definedRulesNames, className) {
  const errors = [];
  let errMsg;
  if (!includes_default(definedRulesNames, ruleName)) {
    errMsg = `Invalid rule override, rule: ->${ruleName}<- cannot be overridden in the grammar: ->${className}<-as it is not defined in any of the super grammars `;
    errors.push({
      message: errMsg,
      type: ParserDefinitionErrorType.INVALID_RULE_OVERRIDE,
      ruleName
    });
  }
  return errors;
}
function validateNoLeftRecursion(topRule, currRule, errMsgProvider, path = []) {
  const errors = [];
  const nextNonTerminals = getFirstNoneTerminal(currRule.definition);
  if (isEmpty_default(nextNonTerminals)) {
    return [];
  } else {
    const ruleName = topRule.name;
    const foundLeftRecursion = includes_default(nextNonTerminals, topRule);
    if (foundLeftRecursion) {
      errors.push({
        message: errMsgProvider.buildLeftRecursionError({
          topLevelRule: topRule,
          leftRecursionPath: path
        }),
        type: ParserDefinitionErrorType.LEFT_RECURSION,
        ruleName
      });
    }
    const validNextSteps = difference_default(nextNonTerminals, path.concat([topRule]));
    const errorsFromNextSteps = flatMap_default(validNextSteps, (currRefRule) => {
      const newPath = clone_default(path);
      newPath.push(currRefRule);
      return validateNoLeftRecursion(topRule, currRefRule, errMsgProvider, newPath);
    });
    return errors.concat(errorsFromNextSteps);
  }
}
function getFirstNoneTerminal(definition) {
  let result2 = [];
  if (isEmpty_default(definition)) {
    return result2;
  }
  const firstProd = head_default(definition);
  if (firstProd instanceof NonTerminal) {
    result2.push(firstProd.referencedRule);
  } else if (firstProd instanceof Alternative || firstProd instanceof Option || firstProd instanceof RepetitionMandatory || firstProd instanceof RepetitionMandatoryWithSeparator || firstProd instanceof RepetitionWithSeparator || firstProd instanceof Repetition) {
    result2 = result2.concat(getFirstNoneTerminal(firstProd.definition));
  } else if (firstProd instanceof Alternation) {
    result2 = flatten_default(map_default(firstProd.definition, (currSubDef) => getFirstNoneTerminal(currSubDef.definition)));
  } else if (firstProd instanceof Terminal) {
  } else {
    throw Error("non exhaustive match");
  }
  const isFirstOptional = isOptionalProd(firstProd);
  const hasMore = definition.length > 1;
  if (isFirstOptional && hasMore) {
    const rest = drop_default(definition);
    return result2.concat(getFirstNoneTerminal(rest));
  } else {
    return result2;
  }
}
var OrCollector = class extends GAstVisitor {
  constructor() {
    super(...arguments);
    this.alternations = [];
  }
  visitAlternation(node2) {
    this.alternations.push(node2);
  }
};
function validateEmptyOrAlternative(topLevelRule, errMsgProvider) {
  const orCollector = new OrCollector();
  topLevelRule.accept(orCollector);
  const ors = orCollector.alternations;
  const errors = flatMap_default(ors, (currOr) => {
    const exceptLast = dropRight_default(currOr.definition);
    return flatMap_default(exceptLast, (currAlternative, currAltIdx) => {
      const possibleFirstInAlt = nextPossibleTokensAfter([currAlternative], [], tokenStructuredMatcher, 1);
      if (isEmpty_default(possibleFirstInAlt)) {
        return [
          {
            message: errMsgProvider.buildEmptyAlternationError({
              topLevelRule,
              alternation: currOr,
              emptyChoiceIdx: currAltIdx
            }),
            type: ParserDefinitionErrorType.NONE_LAST_EMPTY_ALT,
            ruleName: topLevelRule.name,
            occurrence: currOr.idx,
            alternative: currAltIdx + 1
          }
        ];
      } else {
        return [];
      }
    });
  });
  return errors;
}
function validateAmbiguousAlternationAlternatives(topLevelRule, globalMaxLookahead, errMsgProvider) {
  const orCollector = new OrCollector();
  topLevelRule.accept(orCollector);
  let ors = orCollector.alternations;
  ors = reject_default(ors, (currOr) => currOr.ignoreAmbiguities === true);
  const errors = flatMap_default(ors, (currOr) => {
    const currOccurrence = currOr.idx;
    const actualMaxLookahead = currOr.maxLookahead || globalMaxLookahead;
    const alternatives = getLookaheadPathsForOr(currOccurrence, topLevelRule, actualMaxLookahead, currOr);
    const altsAmbiguityErrors = checkAlternativesAmbiguities(alternatives, currOr, topLevelRule, errMsgProvider);
    const altsPrefixAmbiguityErrors = checkPrefixAlternativesAmbiguities(alternatives, currOr, topLevelRule, errMsgProvider);
    return altsAmbiguityErrors.concat(altsPrefixAmbiguityErrors);
  });
  return errors;
}
var RepetitionCollector = class extends GAstVisitor {
  constructor() {
    super(...arguments);
    this.allProductions = [];
  }
  visitRepetitionWithSeparator(manySep) {
    this.allProductions.push(manySep);
  }
  visitRepetitionMandatory(atLeastOne) {
    this.allProductions.push(atLeastOne);
  }
  visitRepetitionMandatoryWithSeparator(atLeastOneSep) {
    this.allProductions.push(atLeastOneSep);
  }
  visitRepetition(many) {
    this.allProductions.push(many);
  }
};
function validateTooManyAlts(topLevelRule, errMsgProvider) {
  const orCollector = new OrCollector();
  topLevelRule.accept(orCollector);
  const ors = orCollector.alternations;
  const errors = flatMap_default(ors, (currOr) => {
    if (currOr.definition.length > 255) {
      return [
        {
          message: errMsgProvider.buildTooManyAlternativesError({
            topLevelRule,
            alternation: currOr
          }),
          type: ParserDefinitionErrorType.TOO_MANY_ALTS,
          ruleName: topLevelRule.name,
          occurrence: currOr.idx
        }
      ];
    } else {
      return [];
    }
  });
  return errors;
}
function validateSomeNonEmptyLookaheadPath(topLevelRules, maxLookahead, errMsgProvider) {
  const errors = [];
  forEach_default(topLevelRules, (currTopRule) => {
    const collectorVisitor2 = new RepetitionCollector();
    currTopRule.accept(collectorVisitor2);
    const allRuleProductions = collectorVisitor2.allProductions;
    forEach_default(allRuleProductions, (currProd) => {
      const prodType = getProdType(currProd);
      const actualMaxLookahead = currProd.maxLookahead || maxLookahead;
      const currOccurrence = currProd.idx;
      const paths = getLookaheadPathsForOptionalProd(currOccurrence, currTopRule, prodType, actualMaxLookahead);
      const pathsInsideProduction = paths[0];
      if (isEmpty_default(flatten_default(pathsInsideProduction))) {
        const errMsg = errMsgProvider.buildEmptyRepetitionError({
          topLevelRule: currTopRule,
          repetition: currProd
        });
        errors.push({
          message: errMsg,
          type: ParserDefinitionErrorType.NO_NON_EMPTY_LOOKAHEAD,
          ruleName: currTopRule.name
        });
      }
    });
  });
  return errors;
}
function checkAlternativesAmbiguities(alternatives, alternation, rule, errMsgProvider) {
  const foundAmbiguousPaths = [];
  const identicalAmbiguities = reduce_default(alternatives, (result2, currAlt, currAltIdx) => {
    if (alternation.definition[currAltIdx].ignoreAmbiguities === true) {
      return result2;
    }
    forEach_default(currAlt, (currPath) => {
      const altsCurrPathAppearsIn = [currAltIdx];
      forEach_default(alternatives, (currOtherAlt, currOtherAltIdx) => {
        if (currAltIdx !== currOtherAltIdx && containsPath(currOtherAlt, currPath) && // ignore (skip) ambiguities with this "other" alternative
        alternation.definition[currOtherAltIdx].ignoreAmbiguities !== true) {
          altsCurrPathAppearsIn.push(currOtherAltIdx);
        }
      });
      if (altsCurrPathAppearsIn.length > 1 && !containsPath(foundAmbiguousPaths, currPath)) {
        foundAmbiguousPaths.push(currPath);
        result2.push({
          alts: altsCurrPathAppearsIn,
          path: currPath
        });
      }
    });
    return result2;
  }, []);
  const currErrors = map_default(identicalAmbiguities, (currAmbDescriptor) => {
    const ambgIndices = map_default(currAmbDescriptor.alts, (currAltIdx) => currAltIdx + 1);
    const currMessage = errMsgProvider.buildAlternationAmbiguityError({
      topLevelRule: rule,
      alternation,
      ambiguityIndices: ambgIndices,
      prefixPath: currAmbDescriptor.path
    });
    return {
      message: currMessage,
      type: ParserDefinitionErrorType.AMBIGUOUS_ALTS,
      ruleName: rule.name,
      occurrence: alternation.idx,
      alternatives: currAmbDescriptor.alts
    };
  });
  return currErrors;
}
function checkPrefixAlternativesAmbiguities(alternatives, alternation, rule, errMsgProvider) {
  const pathsAndIndices = reduce_default(alternatives, (result2, currAlt, idx) => {
    const currPathsAndIdx = map_default(currAlt, (currPath) => {
      return { idx, path: currPath };
    });
    return result2.concat(currPathsAndIdx);
  }, []);
  const errors = compact_default(flatMap_default(pathsAndIndices, (currPathAndIdx) => {
    const alternativeGast = alternation.definition[currPathAndIdx.idx];
    if (alternativeGast.ignoreAmbiguities === true) {
      return [];
    }
    const targetIdx = currPathAndIdx.idx;
    const targetPath = currPathAndIdx.path;
    const prefixAmbiguitiesPathsAndIndices = filter_default(pathsAndIndices, (searchPathAndIdx) => {
      return (
        // ignore (skip) ambiguities with this "other" alternative
        alternation.definition[searchPathAndIdx.idx].ignoreAmbiguities !== true && searchPathAndIdx.idx < targetIdx && // checking for strict prefix because identical lookaheads
        // will be be detected using a different validation.
        isStrictPrefixOfPath(searchPathAndIdx.path, targetPath)
      );
    });
    const currPathPrefixErrors = map_default(prefixAmbiguitiesPathsAndIndices, (currAmbPathAndIdx) => {
      const ambgIndices = [currAmbPathAndIdx.idx + 1, targetIdx + 1];
      const occurrence = alternation.idx === 0 ? "" : alternation.idx;
      const message = errMsgProvider.buildAlternationPrefixAmbiguityError({
        topLevelRule: rule,
        alternation,
        ambiguityIndices: ambgIndices,
        prefixPath: currAmbPathAndIdx.path
      });
      return {
        message,
        type: ParserDefinitionErrorType.AMBIGUOUS_PREFIX_ALTS,
        ruleName: rule.name,
        occurrence,
        alternatives: ambgIndices
      };
    });
    return currPathPrefixErrors;
  }));
  return errors;
}
function checkTerminalAndNoneTerminalsNameSpace(topLevels, tokenTypes2, errMsgProvider) {
  const errors = [];
  const tokenNames = map_default(tokenTypes2, (currToken) => currToken.name);
  forEach_default(topLevels, (currRule) => {
    const currRuleName = currRule.name;
    if (includes_default(tokenNames, currRuleName)) {
      const errMsg = errMsgProvider.buildNamespaceConflictError(currRule);
      errors.push({
        message: errMsg,
        type: ParserDefinitionErrorType.CONFLICT_TOKENS_RULES_NAMESPACE,
        ruleName: currRuleName
      });
    }
  });
  return errors;
}

// node_modules/chevrotain/lib/src/parse/grammar/gast/gast_resolver_public.js
function resolveGrammar2(options) {
  const actualOptions = defaults_default(options, {
    errMsgProvider: defaultGrammarResolverErrorProvider
  });
  const topRulesTable = {};
  forEach_default(options.rules, (rule) => {
    topRulesTable[rule.name] = rule;
  });
  return resolveGrammar(topRulesTable, actualOptions.errMsgProvider);
}
function validateGrammar2(options) {
  options = defaults_default(options, {
    errMsgProvider: defaultGrammarValidatorErrorProvider
  });
  return validateGrammar(options.rules, options.tokenTypes, options.errMsgProvider, options.grammarName);
}

// node_modules/chevrotain/lib/src/parse/exceptions_public.js
var MISMATCHED_TOKEN_EXCEPTION = "MismatchedTokenException";
var NO_VIABLE_ALT_EXCEPTION = "NoViableAltException";
var EARLY_EXIT_EXCEPTION = "EarlyExitException";
var NOT_ALL_INPUT_PARSED_EXCEPTION = "NotAllInputParsedException";
var RECOGNITION_EXCEPTION_NAMES = [
  MISMATCHED_TOKEN_EXCEPTION,
  NO_VIABLE_ALT_EXCEPTION,
  EARLY_EXIT_EXCEPTION,
  NOT_ALL_INPUT_PARSED_EXCEPTION
];
Object.freeze(RECOGNITION_EXCEPTION_NAMES);
function isRecognitionException(error3) {
  return includes_default(RECOGNITION_EXCEPTION_NAMES, error3.name);
}
var RecognitionException = class extends Error {
  constructor(message, token2) {
    super(message);
    this.token = token2;
    this.resyncedTokens = [];
    Object.setPrototypeOf(this, new.target.prototype);
    if (Error.captureStackTrace) {
      Error.captureStackTrace(this, this.constructor);
    }
  }
};
var MismatchedTokenException = class extends RecognitionException {
  constructor(message, token2, previousToken) {
    super(message, token2);
    this.previousToken = previousToken;
    this.name = MISMATCHED_TOKEN_EXCEPTION;
  }
};
var NoViableAltException = class extends RecognitionException {
  constructor(message, token2, previousToken) {
    super(message, token2);
    this.previousToken = previousToken;
    this.name = NO_VIABLE_ALT_EXCEPTION;
  }
};
var NotAllInputParsedException = class extends RecognitionException {
  constructor(message, token2) {
    super(message, token2);
    this.name = NOT_ALL_INPUT_PARSED_EXCEPTION;
  }
};
var EarlyExitException = class extends RecognitionException {
  constructor(message, token2, previousToken) {
    super(message, token2);
    this.previousToken = previousToken;
    this.name = EARLY_EXIT_EXCEPTION;
  }
};

// node_modules/chevrotain/lib/src/parse/parser/traits/recoverable.js
var EOF_FOLLOW_KEY = {};
var IN_RULE_RECOVERY_EXCEPTION = "InRuleRecoveryException";
var InRuleRecoveryException = class extends Error {
  constructor(message) {
    super(message);
    this.name = IN_RULE_RECOVERY_EXCEPTION;
  }
};
var Recoverable = class {
  initRecoverable(config) {
    this.firstAfterRepMap = {};
    this.resyncFollows = {};
    this.recoveryEnabled = has_default(config, "recoveryEnabled") ? config.recoveryEnabled : DEFAULT_PARSER_CONFIG.recoveryEnabled;
    if (this.recoveryEnabled) {
      this.attemptInRepetitionRecovery = attemptInRepetitionRecovery;
    }
  }
  getTokenToInsert(tokType) {
    const tokToInsert = createTokenInstance(tokType, "", NaN, NaN, NaN, NaN, NaN, NaN);
    tokToInsert.isInsertedInRecovery = true;
    return tokToInsert;
  }
  canTokenTypeBeInsertedInRecovery(tokType) {
    return true;
  }
  canTokenTypeBeDeletedInRecovery(tokType) {
    return true;
  }
  tryInRepetitionRecovery(grammarRule, grammarRuleArgs, lookAheadFunc, expectedTokType) {
    const reSyncTokType = this.findReSyncTokenType();
    const savedLexerState = this.exportLexerState();
    const resyncedTokens = [];
    let passedResyncPoint = false;
    const nextTokenWithoutResync = this.LA_FAST(1);
    let currToken = this.LA_FAST(1);
    const generateErrorMessage = () => {
      const previousToken = this.LA(0);
      const msg = this.errorMessageProvider.buildMismatchTokenMessage({
        expected: expectedTokType,
        actual: nextTokenWithoutResync,
        previous: previousToken,
        ruleName: this.getCurrRuleFullName()
      });
      const error3 = new MismatchedTokenException(msg, nextTokenWithoutResync, this.LA(0));
      error3.resyncedTokens = dropRight_default(resyncedTokens);
      this.SAVE_ERROR(error3);
    };
    while (!passedResyncPoint) {
      if (this.tokenMatcher(currToken, expectedTokType)) {
        generateErrorMessage();
        return;
      } else if (lookAheadFunc.call(this)) {
        generateErrorMessage();
        grammarRule.apply(this, grammarRuleArgs);
        return;
      } else if (this.tokenMatcher(currToken, reSyncTokType)) {
        passedResyncPoint = true;
      } else {
        currToken = this.SKIP_TOKEN();
        this.addToResyncTokens(currToken, resyncedTokens);
      }
    }
    this.importLexerState(savedLexerState);
  }
  shouldInRepetitionRecoveryBeTried(expectTokAfterLastMatch, nextTokIdx, notStuck) {
    if (notStuck === false) {
      return false;
    }
    if (this.tokenMatcher(this.LA_FAST(1), expectTokAfterLastMatch)) {
      return false;
    }
    if (this.isBackTracking()) {
      return false;
    }
    if (this.canPerformInRuleRecovery(expectTokAfterLastMatch, this.getFollowsForInRuleRecovery(expectTokAfterLastMatch, nextTokIdx))) {
      return false;
    }
    return true;
  }
  // Error Recovery functionality
  getFollowsForInRuleRecovery(tokType, tokIdxInRule) {
    const grammarPath = this.getCurrentGrammarPath(tokType, tokIdxInRule);
    const follows = this.getNextPossibleTokenTypes(grammarPath);
    return follows;
  }
  tryInRuleRecovery(expectedTokType, follows) {
    if (this.canRecoverWithSingleTokenInsertion(expectedTokType, follows)) {
      const tokToInsert = this.getTokenToInsert(expectedTokType);
      return tokToInsert;
    }
    if (this.canRecoverWithSingleTokenDeletion(expectedTokType)) {
      const nextTok = this.SKIP_TOKEN();
      this.consumeToken();
      return nextTok;
    }
    throw new InRuleRecoveryException("sad sad panda");
  }
  canPerformInRuleRecovery(expectedToken, follows) {
    return this.canRecoverWithSingleTokenInsertion(expectedToken, follows) || this.canRecoverWithSingleTokenDeletion(expectedToken);
  }
  canRecoverWithSingleTokenInsertion(expectedTokType, follows) {
    if (!this.canTokenTypeBeInsertedInRecovery(expectedTokType)) {
      return false;
    }
    if (isEmpty_default(follows)) {
      return false;
    }
    const mismatchedTok = this.LA_FAST(1);
    const isMisMatchedTokInFollows = find_default(follows, (possibleFollowsTokType) => {
      return this.tokenMatcher(mismatchedTok, possibleFollowsTokType);
    }) !== void 0;
    return isMisMatchedTokInFollows;
  }
  canRecoverWithSingleTokenDeletion(expectedTokType) {
    if (!this.canTokenTypeBeDeletedInRecovery(expectedTokType)) {
      return false;
    }
    const isNextTokenWhatIsExpected = this.tokenMatcher(
      // not using LA_FAST because LA(2) might be un-safe with maxLookahead=1
      // in some edge cases (?)
      this.LA(2),
      expectedTokType
    );
    return isNextTokenWhatIsExpected;
  }
  isInCurrentRuleReSyncSet(tokenTypeIdx) {
    const followKey = this.getCurrFollowKey();
    const currentRuleReSyncSet = this.getFollowSetFromFollowKey(followKey);
    return includes_default(currentRuleReSyncSet, tokenTypeIdx);
  }
  findReSyncTokenType() {
    const allPossibleReSyncTokTypes = this.flattenFollowSet();
    let nextToken = this.LA_FAST(1);
    let k = 2;
    while (true) {
      const foundMatch = find_default(allPossibleReSyncTokTypes, (resyncTokType) => {
        const canMatch = tokenMatcher(nextToken, resyncTokType);
        return canMatch;
      });
      if (foundMatch !== void 0) {
        return foundMatch;
      }
      nextToken = this.LA(k);
      k++;
    }
  }
  getCurrFollowKey() {
    if (this.RULE_STACK_IDX === 0) {
      return EOF_FOLLOW_KEY;
    }
    const currRuleShortName = this.currRuleShortName;
    const currRuleIdx = this.getLastExplicitRuleOccurrenceIndex();
    const prevRuleShortName = this.getPreviousExplicitRuleShortName();
    return {
      ruleName: this.shortRuleNameToFullName(currRuleShortName),
      idxInCallingRule: currRuleIdx,
      inRule: this.shortRuleNameToFullName(prevRuleShortName)
    };
  }
  buildFullFollowKeyStack() {
    const explicitRuleStack = this.RULE_STACK;
    const explicitOccurrenceStack = this.RULE_OCCURRENCE_STACK;
    const len = this.RULE_STACK_IDX + 1;
    const result2 = new Array(len);
    for (let idx = 0; idx < len; idx++) {
      if (idx === 0) {
        result2[idx] = EOF_FOLLOW_KEY;
      } else {
        result2[idx] = {
          ruleName: this.shortRuleNameToFullName(explicitRuleStack[idx]),
          idxInCallingRule: explicitOccurrenceStack[idx],
          inRule: this.shortRuleNameToFullName(explicitRuleStack[idx - 1])
        };
      }
    }
    return result2;
  }
  flattenFollowSet() {
    const followStack = map_default(this.buildFullFollowKeyStack(), (currKey) => {
      return this.getFollowSetFromFollowKey(currKey);
    });
    return flatten_default(followStack);
  }
  getFollowSetFromFollowKey(followKey) {
    if (followKey === EOF_FOLLOW_KEY) {
      return [EOF];
    }
    const followName = followKey.ruleName + followKey.idxInCallingRule + IN + followKey.inRule;
    return this.resyncFollows[followName];
  }
  // It does not make any sense to include a virtual EOF token in the list of resynced tokens
  // as EOF does not really exist and thus does not contain any useful information (line/column numbers)
  addToResyncTokens(token2, resyncTokens) {
    if (!this.tokenMatcher(token2, EOF)) {
      resyncTokens.push(token2);
    }
    return resyncTokens;
  }
  reSyncTo(tokType) {
    const resyncedTokens = [];
    let nextTok = this.LA_FAST(1);
    while (this.tokenMatcher(nextTok, tokType) === false) {
      nextTok = this.SKIP_TOKEN();
      this.addToResyncTokens(nextTok, resyncedTokens);
    }
    return dropRight_default(resyncedTokens);
  }
  attemptInRepetitionRecovery(prodFunc, args, lookaheadFunc, dslMethodIdx, prodOccurrence, nextToksWalker, notStuck) {
  }
  getCurrentGrammarPath(tokType, tokIdxInRule) {
    const pathRuleStack = this.getHumanReadableRuleStack();
    const pathOccurrenceStack = this.RULE_OCCURRENCE_STACK.slice(0, this.RULE_OCCURRENCE_STACK_IDX + 1);
    const grammarPath = {
      ruleStack: pathRuleStack,
      occurrenceStack: pathOccurrenceStack,
      lastTok: tokType,
      lastTokOccurrence: tokIdxInRule
    };
    return grammarPath;
  }
  getHumanReadableRuleStack() {
    const len = this.RULE_STACK_IDX + 1;
    const result2 = new Array(len);
    for (let i = 0; i < len; i++) {
      result2[i] = this.shortRuleNameToFullName(this.RULE_STACK[i]);
    }
    return result2;
  }
};
function attemptInRepetitionRecovery(prodFunc, args, lookaheadFunc, dslMethodIdx, prodOccurrence, nextToksWalker, notStuck) {
  const key = this.getKeyForAutomaticLookahead(dslMethodIdx, prodOccurrence);
  let firstAfterRepInfo = this.firstAfterRepMap[key];
  if (firstAfterRepInfo === void 0) {
    const currRuleName = this.getCurrRuleFullName();
    const ruleGrammar = this.getGAstProductions()[currRuleName];
    const walker = new nextToksWalker(ruleGrammar, prodOccurrence);
    firstAfterRepInfo = walker.startWalking();
    this.firstAfterRepMap[key] = firstAfterRepInfo;
  }
  let expectTokAfterLastMatch = firstAfterRepInfo.token;
  let nextTokIdx = firstAfterRepInfo.occurrence;
  const isEndOfRule = firstAfterRepInfo.isEndOfRule;
  if (this.RULE_STACK_IDX === 0 && isEndOfRule && expectTokAfterLastMatch === void 0) {
    expectTokAfterLastMatch = EOF;
    nextTokIdx = 1;
  }
  if (expectTokAfterLastMatch === void 0 || nextTokIdx === void 0) {
    return;
  }
  if (this.shouldInRepetitionRecoveryBeTried(expectTokAfterLastMatch, nextTokIdx, notStuck)) {
    this.tryInRepetitionRecovery(prodFunc, args, lookaheadFunc, expectTokAfterLastMatch);
  }
}

// node_modules/chevrotain/lib/src/parse/grammar/keys.js
var BITS_FOR_METHOD_TYPE = 4;
var BITS_FOR_OCCURRENCE_IDX = 8;
var BITS_FOR_ALT_IDX = 8;
var OR_IDX = 1 << BITS_FOR_OCCURRENCE_IDX;
var OPTION_IDX = 2 << BITS_FOR_OCCURRENCE_IDX;
var MANY_IDX = 3 << BITS_FOR_OCCURRENCE_IDX;
var AT_LEAST_ONE_IDX = 4 << BITS_FOR_OCCURRENCE_IDX;
var MANY_SEP_IDX = 5 << BITS_FOR_OCCURRENCE_IDX;
var AT_LEAST_ONE_SEP_IDX = 6 << BITS_FOR_OCCURRENCE_IDX;
function getKeyForAutomaticLookahead(ruleIdx, dslMethodIdx, occurrence) {
  return occurrence | dslMethodIdx | ruleIdx;
}
var BITS_START_FOR_ALT_IDX = 32 - BITS_FOR_ALT_IDX;

// node_modules/chevrotain/lib/src/parse/grammar/llk_lookahead.js
var LLkLookaheadStrategy = class {
  constructor(options) {
    var _a;
    this.maxLookahead = (_a = options === null || options === void 0 ? void 0 : options.maxLookahead) !== null && _a !== void 0 ? _a : DEFAULT_PARSER_CONFIG.maxLookahead;
  }
  validate(options) {
    const leftRecursionErrors = this.validateNoLeftRecursion(options.rules);
    if (isEmpty_default(leftRecursionErrors)) {
      const emptyAltErrors = this.validateEmptyOrAlternatives(options.rules);
      const ambiguousAltsErrors = this.validateAmbiguousAlternationAlternatives(options.rules, this.maxLookahead);
      const emptyRepetitionErrors = this.validateSomeNonEmptyLookaheadPath(options.rules, this.maxLookahead);
      const allErrors = [
        ...leftRecursionErrors,
        ...emptyAltErrors,
        ...ambiguousAltsErrors,
        ...emptyRepetitionErrors
      ];
      return allErrors;
    }
    return leftRecursionErrors;
  }
  validateNoLeftRecursion(rules2) {
    return flatMap_default(rules2, (currTopRule) => validateNoLeftRecursion(currTopRule, currTopRule, defaultGrammarValidatorErrorProvider));
  }
  validateEmptyOrAlternatives(rules2) {
    return flatMap_default(rules2, (currTopRule) => validateEmptyOrAlternative(currTopRule, defaultGrammarValidatorErrorProvider));
  }
  validateAmbiguousAlternationAlternatives(rules2, maxLookahead) {
    return flatMap_default(rules2, (currTopRule) => validateAmbiguousAlternationAlternatives(currTopRule, maxLookahead, defaultGrammarValidatorErrorProvider));
  }
  validateSomeNonEmptyLookaheadPath(rules2, maxLookahead) {
    return validateSomeNonEmptyLookaheadPath(rules2, maxLookahead, defaultGrammarValidatorErrorProvider);
  }
  buildLookaheadForAlternation(options) {
    return buildLookaheadFuncForOr(options.prodOccurrence, options.rule, options.maxLookahead, options.hasPredicates, options.dynamicTokensEnabled, buildAlternativesLookAheadFunc);
  }
  buildLookaheadForOptional(options) {
    return buildLookaheadFuncForOptionalProd(options.prodOccurrence, options.rule, options.maxLookahead, options.dynamicTokensEnabled, getProdType(options.prodType), buildSingleAlternativeLookaheadFunction);
  }
};

// node_modules/chevrotain/lib/src/parse/parser/traits/looksahead.js
var LooksAhead = class {
  initLooksAhead(config) {
    this.dynamicTokensEnabled = has_default(config, "dynamicTokensEnabled") ? config.dynamicTokensEnabled : DEFAULT_PARSER_CONFIG.dynamicTokensEnabled;
    this.maxLookahead = has_default(config, "maxLookahead") ? config.maxLookahead : DEFAULT_PARSER_CONFIG.maxLookahead;
    this.lookaheadStrategy = has_default(config, "lookaheadStrategy") ? config.lookaheadStrategy : new LLkLookaheadStrategy({ maxLookahead: this.maxLookahead });
    this.lookAheadFuncsCache = /* @__PURE__ */ new Map();
  }
  preComputeLookaheadFunctions(rules2) {
    forEach_default(rules2, (currRule) => {
      this.TRACE_INIT(`${currRule.name} Rule Lookahead`, () => {
        const { alternation, repetition, option, repetitionMandatory, repetitionMandatoryWithSeparator, repetitionWithSeparator } = collectMethods(currRule);
        forEach_default(alternation, (currProd) => {
          const prodIdx = currProd.idx === 0 ? "" : currProd.idx;
          this.TRACE_INIT(`${getProductionDslName(currProd)}${prodIdx}`, () => {
            const laFunc = this.lookaheadStrategy.buildLookaheadForAlternation({
              prodOccurrence: currProd.idx,
              rule: currRule,
              maxLookahead: currProd.maxLookahead || this.maxLookahead,
              hasPredicates: currProd.hasPredicates,
              dynamicTokensEnabled: this.dynamicTokensEnabled
            });
            const key = getKeyForAutomaticLookahead(this.fullRuleNameToShort[currRule.name], OR_IDX, currProd.idx);
            this.setLaFuncCache(key, laFunc);
          });
        });
        forEach_default(repetition, (currProd) => {
          this.computeLookaheadFunc(currRule, currProd.idx, MANY_IDX, "Repetition", currProd.maxLookahead, getProductionDslName(currProd));
        });
        forEach_default(option, (currProd) => {
          this.computeLookaheadFunc(currRule, currProd.idx, OPTION_IDX, "Option", currProd.maxLookahead, getProductionDslName(currProd));
        });
        forEach_default(repetitionMandatory, (currProd) => {
          this.computeLookaheadFunc(currRule, currProd.idx, AT_LEAST_ONE_IDX, "RepetitionMandatory", currProd.maxLookahead, getProductionDslName(currProd));
        });
        forEach_default(repetitionMandatoryWithSeparator, (currProd) => {
          this.computeLookaheadFunc(currRule, currProd.idx, AT_LEAST_ONE_SEP_IDX, "RepetitionMandatoryWithSeparator", currProd.maxLookahead, getProductionDslName(currProd));
        });
        forEach_default(repetitionWithSeparator, (currProd) => {
          this.computeLookaheadFunc(currRule, currProd.idx, MANY_SEP_IDX, "RepetitionWithSeparator", currProd.maxLookahead, getProductionDslName(currProd));
        });
      });
    });
  }
  computeLookaheadFunc(rule, prodOccurrence, prodKey, prodType, prodMaxLookahead, dslMethodName) {
    this.TRACE_INIT(`${dslMethodName}${prodOccurrence === 0 ? "" : prodOccurrence}`, () => {
      const laFunc = this.lookaheadStrategy.buildLookaheadForOptional({
        prodOccurrence,
        rule,
        maxLookahead: prodMaxLookahead || this.maxLookahead,
        dynamicTokensEnabled: this.dynamicTokensEnabled,
        prodType
      });
      const key = getKeyForAutomaticLookahead(this.fullRuleNameToShort[rule.name], prodKey, prodOccurrence);
      this.setLaFuncCache(key, laFunc);
    });
  }
  // this actually returns a number, but it is always used as a string (object prop key)
  getKeyForAutomaticLookahead(dslMethodIdx, occurrence) {
    return getKeyForAutomaticLookahead(this.currRuleShortName, dslMethodIdx, occurrence);
  }
  getLaFuncFromCache(key) {
    return this.lookAheadFuncsCache.get(key);
  }
  /* istanbul ignore next */
  setLaFuncCache(key, value2) {
    this.lookAheadFuncsCache.set(key, value2);
  }
};
var DslMethodsCollectorVisitor = class extends GAstVisitor {
  constructor() {
    super(...arguments);
    this.dslMethods = {
      option: [],
      alternation: [],
      repetition: [],
      repetitionWithSeparator: [],
      repetitionMandatory: [],
      repetitionMandatoryWithSeparator: []
    };
  }
  reset() {
    this.dslMethods = {
      option: [],
      alternation: [],
      repetition: [],
      repetitionWithSeparator: [],
      repetitionMandatory: [],
      repetitionMandatoryWithSeparator: []
    };
  }
  visitOption(option) {
    this.dslMethods.option.push(option);
  }
  visitRepetitionWithSeparator(manySep) {
    this.dslMethods.repetitionWithSeparator.push(manySep);
  }
  visitRepetitionMandatory(atLeastOne) {
    this.dslMethods.repetitionMandatory.push(atLeastOne);
  }
  visitRepetitionMandatoryWithSeparator(atLeastOneSep) {
    this.dslMethods.repetitionMandatoryWithSeparator.push(atLeastOneSep);
  }
  visitRepetition(many) {
    this.dslMethods.repetition.push(many);
  }
  visitAlternation(or) {
    this.dslMethods.alternation.push(or);
  }
};
var collectorVisitor = new DslMethodsCollectorVisitor();
function collectMethods(rule) {
  collectorVisitor.reset();
  rule.accept(collectorVisitor);
  const dslMethods = collectorVisitor.dslMethods;
  collectorVisitor.reset();
  return dslMethods;
}

// node_modules/chevrotain/lib/src/parse/cst/cst.js
function setNodeLocationOnlyOffset(currNodeLocation, newLocationInfo) {
  if (isNaN(currNodeLocation.startOffset) === true) {
    currNodeLocation.startOffset = newLocationInfo.startOffset;
    currNodeLocation.endOffset = newLocationInfo.endOffset;
  } else if (currNodeLocation.endOffset < newLocationInfo.endOffset === true) {
    currNodeLocation.endOffset = newLocationInfo.endOffset;
  }
}
function setNodeLocationFull(currNodeLocation, newLocationInfo) {
  if (isNaN(currNodeLocation.startOffset) === true) {
    currNodeLocation.startOffset = newLocationInfo.startOffset;
    currNodeLocation.startColumn = newLocationInfo.startColumn;
    currNodeLocation.startLine = newLocationInfo.startLine;
    currNodeLocation.endOffset = newLocationInfo.endOffset;
    currNodeLocation.endColumn = newLocationInfo.endColumn;
    currNodeLocation.endLine = newLocationInfo.endLine;
  } else if (currNodeLocation.endOffset < newLocationInfo.endOffset === true) {
    currNodeLocation.endOffset = newLocationInfo.endOffset;
    currNodeLocation.endColumn = newLocationInfo.endColumn;
    currNodeLocation.endLine = newLocationInfo.endLine;
  }
}
function addTerminalToCst(node2, token2, tokenTypeName) {
  if (node2.children[tokenTypeName] === void 0) {
    node2.children[tokenTypeName] = [token2];
  } else {
    node2.children[tokenTypeName].push(token2);
  }
}
function addNoneTerminalToCst(node2, ruleName, ruleResult) {
  if (node2.children[ruleName] === void 0) {
    node2.children[ruleName] = [ruleResult];
  } else {
    node2.children[ruleName].push(ruleResult);
  }
}

// node_modules/chevrotain/lib/src/lang/lang_extensions.js
var NAME = "name";
function defineNameProp(obj, nameValue) {
  Object.defineProperty(obj, NAME, {
    enumerable: false,
    configurable: true,
    writable: false,
    value: nameValue
  });
}

// node_modules/chevrotain/lib/src/parse/cst/cst_visitor.js
function defaultVisit(ctx, param) {
  const childrenNames = keys_default(ctx);
  const childrenNamesLength = childrenNames.length;
  for (let i = 0; i < childrenNamesLength; i++) {
    const currChildName = childrenNames[i];
    const currChildArray = ctx[currChildName];
    const currChildArrayLength = currChildArray.length;
    for (let j = 0; j < currChildArrayLength; j++) {
      const currChild = currChildArray[j];
      if (currChild.tokenTypeIdx === void 0) {
        this[currChild.name](currChild.children, param);
      }
    }
  }
}
function createBaseSemanticVisitorConstructor(grammarName, ruleNames) {
  const derivedConstructor = function() {
  };
  defineNameProp(derivedConstructor, grammarName + "BaseSemantics");
  const semanticProto = {
    visit: function(cstNode, param) {
      if (isArray_default(cstNode)) {
        cstNode = cstNode[0];
      }
      if (isUndefined_default(cstNode)) {
        return void 0;
      }
      return this[cstNode.name](cstNode.children, param);
    },
    validateVisitor: function() {
      const semanticDefinitionErrors = validateVisitor(this, ruleNames);
      if (!isEmpty_default(semanticDefinitionErrors)) {
        const errorMessages = map_default(semanticDefinitionErrors, (currDefError) => currDefError.msg);
        throw Error(`Errors Detected in CST Visitor <${this.constructor.name}>:
	${errorMessages.join("\n\n").replace(/\n/g, "\n	")}`);
      }
    }
  };
  derivedConstructor.prototype = semanticProto;
  derivedConstructor.prototype.constructor = derivedConstructor;
  derivedConstructor._RULE_NAMES = ruleNames;
  return derivedConstructor;
}
function createBaseVisitorConstructorWithDefaults(grammarName, ruleNames, baseConstructor) {
  const derivedConstructor = function() {
  };
  defineNameProp(derivedConstructor, grammarName + "BaseSemanticsWithDefaults");
  const withDefaultsProto = Object.create(baseConstructor.prototype);
  forEach_default(ruleNames, (ruleName) => {
    withDefaultsProto[ruleName] = defaultVisit;
  });
  derivedConstructor.prototype = withDefaultsProto;
  derivedConstructor.prototype.constructor = derivedConstructor;
  return derivedConstructor;
}
var CstVisitorDefinitionError;
(function(CstVisitorDefinitionError2) {
  CstVisitorDefinitionError2[CstVisitorDefinitionError2["REDUNDANT_METHOD"] = 0] = "REDUNDANT_METHOD";
  CstVisitorDefinitionError2[CstVisitorDefinitionError2["MISSING_METHOD"] = 1] = "MISSING_METHOD";
})(CstVisitorDefinitionError || (CstVisitorDefinitionError = {}));
function validateVisitor(visitorInstance, ruleNames) {
  const missingErrors = validateMissingCstMethods(visitorInstance, ruleNames);
  return missingErrors;
}
function validateMissingCstMethods(visitorInstance, ruleNames) {
  const missingRuleNames = filter_default(ruleNames, (currRuleName) => {
    return isFunction_default(visitorInstance[currRuleName]) === false;
  });
  const errors = map_default(missingRuleNames, (currRuleName) => {
    return {
      msg: `Missing visitor method: <${currRuleName}> on ${visitorInstance.constructor.name} CST Visitor.`,
      type: CstVisitorDefinitionError.MISSING_METHOD,
      methodName: currRuleName
    };
  });
  return compact_default(errors);
}

// node_modules/chevrotain/lib/src/parse/parser/traits/tree_builder.js
var TreeBuilder = class {
  initTreeBuilder(config) {
    this.CST_STACK = [];
    this.outputCst = config.outputCst;
    this.nodeLocationTracking = has_default(config, "nodeLocationTracking") ? config.nodeLocationTracking : DEFAULT_PARSER_CONFIG.nodeLocationTracking;
    if (!this.outputCst) {
      this.cstInvocationStateUpdate = noop_default;
      this.cstFinallyStateUpdate = noop_default;
      this.cstPostTerminal = noop_default;
      this.cstPostNonTerminal = noop_default;
      this.cstPostRule = noop_default;
    } else {
      if (/full/i.test(this.nodeLocationTracking)) {
        if (this.recoveryEnabled) {
          this.setNodeLocationFromToken = setNodeLocationFull;
          this.setNodeLocationFromNode = setNodeLocationFull;
          this.cstPostRule = noop_default;
          this.setInitialNodeLocation = this.setInitialNodeLocationFullRecovery;
        } else {
          this.setNodeLocationFromToken = noop_default;
          this.setNodeLocationFromNode = noop_default;
          this.cstPostRule = this.cstPostRuleFull;
          this.setInitialNodeLocation = this.setInitialNodeLocationFullRegular;
        }
      } else if (/onlyOffset/i.test(this.nodeLocationTracking)) {
        if (this.recoveryEnabled) {
          this.setNodeLocationFromToken = setNodeLocationOnlyOffset;
          this.setNodeLocationFromNode = setNodeLocationOnlyOffset;
          this.cstPostRule = noop_default;
          this.setInitialNodeLocation = this.setInitialNodeLocationOnlyOffsetRecovery;
        } else {
          this.setNodeLocationFromToken = noop_default;
          this.setNodeLocationFromNode = noop_default;
          this.cstPostRule = this.cstPostRuleOnlyOffset;
          this.setInitialNodeLocation = this.setInitialNodeLocationOnlyOffsetRegular;
        }
      } else if (/none/i.test(this.nodeLocationTracking)) {
        this.setNodeLocationFromToken = noop_default;
        this.setNodeLocationFromNode = noop_default;
        this.cstPostRule = noop_default;
        this.setInitialNodeLocation = noop_default;
      } else {
        throw Error(`Invalid <nodeLocationTracking> config option: "${config.nodeLocationTracking}"`);
      }
    }
  }
  setInitialNodeLocationOnlyOffsetRecovery(cstNode) {
    cstNode.location = {
      startOffset: NaN,
      endOffset: NaN
    };
  }
  setInitialNodeLocationOnlyOffsetRegular(cstNode) {
    cstNode.location = {
      // without error recovery the starting Location of a new CstNode is guaranteed
      // To be the next Token's startOffset (for valid inputs).
      // For invalid inputs there won't be any CSTOutput so this potential
      // inaccuracy does not matter
      startOffset: this.LA_FAST(1).startOffset,
      endOffset: NaN
    };
  }
  setInitialNodeLocationFullRecovery(cstNode) {
    cstNode.location = {
      startOffset: NaN,
      startLine: NaN,
      startColumn: NaN,
      endOffset: NaN,
      endLine: NaN,
      endColumn: NaN
    };
  }
  /**
       *  @see setInitialNodeLocationOnlyOffsetRegular for explanation why this work
  
       * @param cstNode
       */
  setInitialNodeLocationFullRegular(cstNode) {
    const nextToken = this.LA_FAST(1);
    cstNode.location = {
      startOffset: nextToken.startOffset,
      startLine: nextToken.startLine,
      startColumn: nextToken.startColumn,
      endOffset: NaN,
      endLine: NaN,
      endColumn: NaN
    };
  }
  cstInvocationStateUpdate(fullRuleName) {
    const cstNode = {
      name: fullRuleName,
      children: /* @__PURE__ */ Object.create(null)
    };
    this.setInitialNodeLocation(cstNode);
    this.CST_STACK.push(cstNode);
  }
  cstFinallyStateUpdate() {
    this.CST_STACK.pop();
  }
  cstPostRuleFull(ruleCstNode) {
    const prevToken = this.LA(0);
    const loc = ruleCstNode.location;
    if (loc.startOffset <= prevToken.startOffset === true) {
      loc.endOffset = prevToken.endOffset;
      loc.endLine = prevToken.endLine;
      loc.endColumn = prevToken.endColumn;
    } else {
      loc.startOffset = NaN;
      loc.startLine = NaN;
      loc.startColumn = NaN;
    }
  }
  cstPostRuleOnlyOffset(ruleCstNode) {
    const prevToken = this.LA(0);
    const loc = ruleCstNode.location;
    if (loc.startOffset <= prevToken.startOffset === true) {
      loc.endOffset = prevToken.endOffset;
    } else {
      loc.startOffset = NaN;
    }
  }
  cstPostTerminal(key, consumedToken) {
    const rootCst = this.CST_STACK[this.CST_STACK.length - 1];
    addTerminalToCst(rootCst, consumedToken, key);
    this.setNodeLocationFromToken(rootCst.location, consumedToken);
  }
  cstPostNonTerminal(ruleCstResult, ruleName) {
    const preCstNode = this.CST_STACK[this.CST_STACK.length - 1];
    addNoneTerminalToCst(preCstNode, ruleName, ruleCstResult);
    this.setNodeLocationFromNode(preCstNode.location, ruleCstResult.location);
  }
  getBaseCstVisitorConstructor() {
    if (isUndefined_default(this.baseCstVisitorConstructor)) {
      const newBaseCstVisitorConstructor = createBaseSemanticVisitorConstructor(this.className, keys_default(this.gastProductionsCache));
      this.baseCstVisitorConstructor = newBaseCstVisitorConstructor;
      return newBaseCstVisitorConstructor;
    }
    return this.baseCstVisitorConstructor;
  }
  getBaseCstVisitorConstructorWithDefaults() {
    if (isUndefined_default(this.baseCstVisitorWithDefaultsConstructor)) {
      const newConstructor = createBaseVisitorConstructorWithDefaults(this.className, keys_default(this.gastProductionsCache), this.getBaseCstVisitorConstructor());
      this.baseCstVisitorWithDefaultsConstructor = newConstructor;
      return newConstructor;
    }
    return this.baseCstVisitorWithDefaultsConstructor;
  }
  getPreviousExplicitRuleShortName() {
    return this.RULE_STACK[this.RULE_STACK_IDX - 1];
  }
  getLastExplicitRuleOccurrenceIndex() {
    return this.RULE_OCCURRENCE_STACK[this.RULE_OCCURRENCE_STACK_IDX];
  }
};

// node_modules/chevrotain/lib/src/parse/parser/traits/lexer_adapter.js
var LexerAdapter = class {
  initLexerAdapter() {
    this.tokVector = [];
    this.tokVectorLength = 0;
    this.currIdx = -1;
  }
  set input(newInput) {
    if (this.selfAnalysisDone !== true) {
      throw Error(`Missing <performSelfAnalysis> invocation at the end of the Parser's constructor.`);
    }
    this.reset();
    this.tokVector = newInput;
    this.tokVectorLength = newInput.length;
  }
  get input() {
    return this.tokVector;
  }
  // skips a token and returns the next token
  SKIP_TOKEN() {
    if (this.currIdx <= this.tokVectorLength - 2) {
      this.consumeToken();
      return this.LA_FAST(1);
    } else {
      return END_OF_FILE;
    }
  }
  // Lexer (accessing Token vector) related methods which can be overridden to implement lazy lexers
  // or lexers dependent on parser context.
  // Performance Optimized version of LA without bound checks
  // note that token beyond the end of the token vector EOF Token will still be returned
  // due to using sentinels at the end of the token vector. (for K=max lookahead)
  LA_FAST(howMuch) {
    const soughtIdx = this.currIdx + howMuch;
    return this.tokVector[soughtIdx];
  }
  LA(howMuch) {
    const soughtIdx = this.currIdx + howMuch;
    if (soughtIdx < 0 || this.tokVectorLength <= soughtIdx) {
      return END_OF_FILE;
    } else {
      return this.tokVector[soughtIdx];
    }
  }
  consumeToken() {
    this.currIdx++;
  }
  exportLexerState() {
    return this.currIdx;
  }
  importLexerState(newState) {
    this.currIdx = newState;
  }
  resetLexerState() {
    this.currIdx = -1;
  }
  moveToTerminatedState() {
    this.currIdx = this.tokVectorLength - 1;
  }
  getLexerPosition() {
    return this.exportLexerState();
  }
};

// node_modules/chevrotain/lib/src/parse/parser/traits/recognizer_api.js
var RecognizerApi = class {
  ACTION(impl) {
    return impl.call(this);
  }
  consume(idx, tokType, options) {
    return this.consumeInternal(tokType, idx, options);
  }
  subrule(idx, ruleToCall, options) {
    return this.subruleInternal(ruleToCall, idx, options);
  }
  option(idx, actionORMethodDef) {
    return this.optionInternal(actionORMethodDef, idx);
  }
  or(idx, altsOrOpts) {
    return this.orInternal(altsOrOpts, idx);
  }
  many(idx, actionORMethodDef) {
    return this.manyInternal(idx, actionORMethodDef);
  }
  atLeastOne(idx, actionORMethodDef) {
    return this.atLeastOneInternal(idx, actionORMethodDef);
  }
  CONSUME(tokType, options) {
    return this.consumeInternal(tokType, 0, options);
  }
  CONSUME1(tokType, options) {
    return this.consumeInternal(tokType, 1, options);
  }
  CONSUME2(tokType, options) {
    return this.consumeInternal(tokType, 2, options);
  }
  CONSUME3(tokType, options) {
    return this.consumeInternal(tokType, 3, options);
  }
  CONSUME4(tokType, options) {
    return this.consumeInternal(tokType, 4, options);
  }
  CONSUME5(tokType, options) {
    return this.consumeInternal(tokType, 5, options);
  }
  CONSUME6(tokType, options) {
    return this.consumeInternal(tokType, 6, options);
  }
  CONSUME7(tokType, options) {
    return this.consumeInternal(tokType, 7, options);
  }
  CONSUME8(tokType, options) {
    return this.consumeInternal(tokType, 8, options);
  }
  CONSUME9(tokType, options) {
    return this.consumeInternal(tokType, 9, options);
  }
  SUBRULE(ruleToCall, options) {
    return this.subruleInternal(ruleToCall, 0, options);
  }
  SUBRULE1(ruleToCall, options) {
    return this.subruleInternal(ruleToCall, 1, options);
  }
  SUBRULE2(ruleToCall, options) {
    return this.subruleInternal(ruleToCall, 2, options);
  }
  SUBRULE3(ruleToCall, options) {
    return this.subruleInternal(ruleToCall, 3, options);
  }
  SUBRULE4(ruleToCall, options) {
    return this.subruleInternal(ruleToCall, 4, options);
  }
  SUBRULE5(ruleToCall, options) {
    return this.subruleInternal(ruleToCall, 5, options);
  }
  SUBRULE6(ruleToCall, options) {
    return this.subruleInternal(ruleToCall, 6, options);
  }
  SUBRULE7(ruleToCall, options) {
    return this.subruleInternal(ruleToCall, 7, options);
  }
  SUBRULE8(ruleToCall, options) {
    return this.subruleInternal(ruleToCall, 8, options);
  }
  SUBRULE9(ruleToCall, options) {
    return this.subruleInternal(ruleToCall, 9, options);
  }
  OPTION(actionORMethodDef) {
    return this.optionInternal(actionORMethodDef, 0);
  }
  OPTION1(actionORMethodDef) {
    return this.optionInternal(actionORMethodDef, 1);
  }
  OPTION2(actionORMethodDef) {
    return this.optionInternal(actionORMethodDef, 2);
  }
  OPTION3(actionORMethodDef) {
    return this.optionInternal(actionORMethodDef, 3);
  }
  OPTION4(actionORMethodDef) {
    return this.optionInternal(actionORMethodDef, 4);
  }
  OPTION5(actionORMethodDef) {
    return this.optionInternal(actionORMethodDef, 5);
  }
  OPTION6(actionORMethodDef) {
    return this.optionInternal(actionORMethodDef, 6);
  }
  OPTION7(actionORMethodDef) {
    return this.optionInternal(actionORMethodDef, 7);
  }
  OPTION8(actionORMethodDef) {
    return this.optionInternal(actionORMethodDef, 8);
  }
  OPTION9(actionORMethodDef) {
    return this.optionInternal(actionORMethodDef, 9);
  }
  OR(altsOrOpts) {
    return this.orInternal(altsOrOpts, 0);
  }
  OR1(altsOrOpts) {
    return this.orInternal(altsOrOpts, 1);
  }
  OR2(altsOrOpts) {
    return this.orInternal(altsOrOpts, 2);
  }
  OR3(altsOrOpts) {
    return this.orInternal(altsOrOpts, 3);
  }
  OR4(altsOrOpts) {
    return this.orInternal(altsOrOpts, 4);
  }
  OR5(altsOrOpts) {
    return this.orInternal(altsOrOpts, 5);
  }
  OR6(altsOrOpts) {
    return this.orInternal(altsOrOpts, 6);
  }
  OR7(altsOrOpts) {
    return this.orInternal(altsOrOpts, 7);
  }
  OR8(altsOrOpts) {
    return this.orInternal(altsOrOpts, 8);
  }
  OR9(altsOrOpts) {
    return this.orInternal(altsOrOpts, 9);
  }
  MANY(actionORMethodDef) {
    this.manyInternal(0, actionORMethodDef);
  }
  MANY1(actionORMethodDef) {
    this.manyInternal(1, actionORMethodDef);
  }
  MANY2(actionORMethodDef) {
    this.manyInternal(2, actionORMethodDef);
  }
  MANY3(actionORMethodDef) {
    this.manyInternal(3, actionORMethodDef);
  }
  MANY4(actionORMethodDef) {
    this.manyInternal(4, actionORMethodDef);
  }
  MANY5(actionORMethodDef) {
    this.manyInternal(5, actionORMethodDef);
  }
  MANY6(actionORMethodDef) {
    this.manyInternal(6, actionORMethodDef);
  }
  MANY7(actionORMethodDef) {
    this.manyInternal(7, actionORMethodDef);
  }
  MANY8(actionORMethodDef) {
    this.manyInternal(8, actionORMethodDef);
  }
  MANY9(actionORMethodDef) {
    this.manyInternal(9, actionORMethodDef);
  }
  MANY_SEP(options) {
    this.manySepFirstInternal(0, options);
  }
  MANY_SEP1(options) {
    this.manySepFirstInternal(1, options);
  }
  MANY_SEP2(options) {
    this.manySepFirstInternal(2, options);
  }
  MANY_SEP3(options) {
    this.manySepFirstInternal(3, options);
  }
  MANY_SEP4(options) {
    this.manySepFirstInternal(4, options);
  }
  MANY_SEP5(options) {
    this.manySepFirstInternal(5, options);
  }
  MANY_SEP6(options) {
    this.manySepFirstInternal(6, options);
  }
  MANY_SEP7(options) {
    this.manySepFirstInternal(7, options);
  }
  MANY_SEP8(options) {
    this.manySepFirstInternal(8, options);
  }
  MANY_SEP9(options) {
    this.manySepFirstInternal(9, options);
  }
  AT_LEAST_ONE(actionORMethodDef) {
    this.atLeastOneInternal(0, actionORMethodDef);
  }
  AT_LEAST_ONE1(actionORMethodDef) {
    return this.atLeastOneInternal(1, actionORMethodDef);
  }
  AT_LEAST_ONE2(actionORMethodDef) {
    this.atLeastOneInternal(2, actionORMethodDef);
  }
  AT_LEAST_ONE3(actionORMethodDef) {
    this.atLeastOneInternal(3, actionORMethodDef);
  }
  AT_LEAST_ONE4(actionORMethodDef) {
    this.atLeastOneInternal(4, actionORMethodDef);
  }
  AT_LEAST_ONE5(actionORMethodDef) {
    this.atLeastOneInternal(5, actionORMethodDef);
  }
  AT_LEAST_ONE6(actionORMethodDef) {
    this.atLeastOneInternal(6, actionORMethodDef);
  }
  AT_LEAST_ONE7(actionORMethodDef) {
    this.atLeastOneInternal(7, actionORMethodDef);
  }
  AT_LEAST_ONE8(actionORMethodDef) {
    this.atLeastOneInternal(8, actionORMethodDef);
  }
  AT_LEAST_ONE9(actionORMethodDef) {
    this.atLeastOneInternal(9, actionORMethodDef);
  }
  AT_LEAST_ONE_SEP(options) {
    this.atLeastOneSepFirstInternal(0, options);
  }
  AT_LEAST_ONE_SEP1(options) {
    this.atLeastOneSepFirstInternal(1, options);
  }
  AT_LEAST_ONE_SEP2(options) {
    this.atLeastOneSepFirstInternal(2, options);
  }
  AT_LEAST_ONE_SEP3(options) {
    this.atLeastOneSepFirstInternal(3, options);
  }
  AT_LEAST_ONE_SEP4(options) {
    this.atLeastOneSepFirstInternal(4, options);
  }
  AT_LEAST_ONE_SEP5(options) {
    this.atLeastOneSepFirstInternal(5, options);
  }
  AT_LEAST_ONE_SEP6(options) {
    this.atLeastOneSepFirstInternal(6, options);
  }
  AT_LEAST_ONE_SEP7(options) {
    this.atLeastOneSepFirstInternal(7, options);
  }
  AT_LEAST_ONE_SEP8(options) {
    this.atLeastOneSepFirstInternal(8, options);
  }
  AT_LEAST_ONE_SEP9(options) {
    this.atLeastOneSepFirstInternal(9, options);
  }
  RULE(name2, implementation, config = DEFAULT_RULE_CONFIG) {
    if (includes_default(this.definedRulesNames, name2)) {
      const errMsg = defaultGrammarValidatorErrorProvider.buildDuplicateRuleNameError({
        topLevelRule: name2,
        grammarName: this.className
      });
      const error3 = {
        message: errMsg,
        type: ParserDefinitionErrorType.DUPLICATE_RULE_NAME,
        ruleName: name2
      };
      this.definitionErrors.push(error3);
    }
    this.definedRulesNames.push(name2);
    const ruleImplementation = this.defineRule(name2, implementation, config);
    this[name2] = ruleImplementation;
    return ruleImplementation;
  }
  OVERRIDE_RULE(name2, impl, config = DEFAULT_RULE_CONFIG) {
    const ruleErrors = validateRuleIsOverridden(name2, this.definedRulesNames, this.className);
    this.definitionErrors = this.definitionErrors.concat(ruleErrors);
    const ruleImplementation = this.defineRule(name2, impl, config);
    this[name2] = ruleImplementation;
    return ruleImplementation;
  }
  BACKTRACK(grammarRule, args) {
    var _a;
    const ruleToCall = (_a = grammarRule.coreRule) !== null && _a !== void 0 ? _a : grammarRule;
    return function() {
      this.isBackTrackingStack.push(1);
      const orgState = this.saveRecogState();
      try {
        ruleToCall.apply(this, args);
        return true;
      } catch (e) {
        if (isRecognitionException(e)) {
          return false;
        } else {
          throw e;
        }
      } finally {
        this.reloadRecogState(orgState);
        this.isBackTrackingStack.pop();
      }
    };
  }
  // GAST export APIs
  getGAstProductions() {
    return this.gastProductionsCache;
  }
  getSerializedGastProductions() {
    return serializeGrammar(values_default(this.gastProductionsCache));
  }
};

// node_modules/chevrotain/lib/src/parse/parser/traits/recognizer_engine.js
var RecognizerEngine = class {
  initRecognizerEngine(tokenVocabulary, config) {
    this.className = this.constructor.name;
    this.shortRuleNameToFull = {};
    this.fullRuleNameToShort = {};
    this.ruleShortNameIdx = 256;
    this.tokenMatcher = tokenStructuredMatcherNoCategories;
    this.subruleIdx = 0;
    this.currRuleShortName = 0;
    this.definedRulesNames = [];
    this.tokensMap = {};
    this.isBackTrackingStack = [];
    this.RULE_STACK = [];
    this.RULE_STACK_IDX = -1;
    this.RULE_OCCURRENCE_STACK = [];
    this.RULE_OCCURRENCE_STACK_IDX = -1;
    this.gastProductionsCache = {};
    if (has_default(config, "serializedGrammar")) {
      throw Error("The Parser's configuration can no longer contain a <serializedGrammar> property.\n	See: https://chevrotain.io/docs/changes/BREAKING_CHANGES.html#_6-0-0\n	For Further details.");
    }
    if (isArray_default(tokenVocabulary)) {
      if (isEmpty_default(tokenVocabulary)) {
        throw Error("A Token Vocabulary cannot be empty.\n	Note that the first argument for the parser constructor\n	is no longer a Token vector (since v4.0).");
      }
      if (typeof tokenVocabulary[0].startOffset === "number") {
        throw Error("The Parser constructor no longer accepts a token vector as the first argument.\n	See: https://chevrotain.io/docs/changes/BREAKING_CHANGES.html#_4-0-0\n	For Further details.");
      }
    }
    if (isArray_default(tokenVocabulary)) {
      this.tokensMap = reduce_default(tokenVocabulary, (acc, tokType) => {
        acc[tokType.name] = tokType;
        return acc;
      }, {});
    } else if (has_default(tokenVocabulary, "modes") && every_default(flatten_default(values_default(tokenVocabulary.modes)), isTokenType)) {
      const allTokenTypes2 = flatten_default(values_default(tokenVocabulary.modes));
      const uniqueTokens = uniq_default(allTokenTypes2);
      this.tokensMap = reduce_default(uniqueTokens, (acc, tokType) => {
        acc[tokType.name] = tokType;
        return acc;
      }, {});
    } else if (isObject_default(tokenVocabulary)) {
      this.tokensMap = clone_default(tokenVocabulary);
    } else {
      throw new Error("<tokensDictionary> argument must be An Array of Token constructors, A dictionary of Token constructors or an IMultiModeLexerDefinition");
    }
    this.tokensMap["EOF"] = EOF;
    const allTokenTypes = has_default(tokenVocabulary, "modes") ? flatten_default(values_default(tokenVocabulary.modes)) : values_default(tokenVocabulary);
    const noTokenCategoriesUsed = every_default(allTokenTypes, (tokenConstructor) => isEmpty_default(tokenConstructor.categoryMatches));
    this.tokenMatcher = noTokenCategoriesUsed ? tokenStructuredMatcherNoCategories : tokenStructuredMatcher;
    augmentTokenTypes(values_default(this.tokensMap));
  }
  defineRule(ruleName, impl, config) {
    if (this.selfAnalysisDone) {
      throw Error(`Grammar rule <${ruleName}> may not be defined after the 'performSelfAnalysis' method has been called'
Make sure that all grammar rule definitions are done before 'performSelfAnalysis' is called.`);
    }
    const resyncEnabled = has_default(config, "resyncEnabled") ? config.resyncEnabled : DEFAULT_RULE_CONFIG.resyncEnabled;
    const recoveryValueFunc = has_default(config, "recoveryValueFunc") ? config.recoveryValueFunc : DEFAULT_RULE_CONFIG.recoveryValueFunc;
    const shortName = this.ruleShortNameIdx << BITS_FOR_METHOD_TYPE + BITS_FOR_OCCURRENCE_IDX;
    this.ruleShortNameIdx++;
    this.shortRuleNameToFull[shortName] = ruleName;
    this.fullRuleNameToShort[ruleName] = shortName;
    let coreRuleFunction;
    if (this.outputCst === true) {
      coreRuleFunction = function invokeRuleWithTry(...args) {
        try {
          this.ruleInvocationStateUpdate(shortName, ruleName, this.subruleIdx);
          impl.apply(this, args);
          const cst = this.CST_STACK[this.CST_STACK.length - 1];
          this.cstPostRule(cst);
          return cst;
        } catch (e) {
          return this.invokeRuleCatch(e, resyncEnabled, recoveryValueFunc);
        } finally {
          this.ruleFinallyStateUpdate();
        }
      };
    } else {
      coreRuleFunction = function invokeRuleWithTryCst(...args) {
        try {
          this.ruleInvocationStateUpdate(shortName, ruleName, this.subruleIdx);
          return impl.apply(this, args);
        } catch (e) {
          return this.invokeRuleCatch(e, resyncEnabled, recoveryValueFunc);
        } finally {
          this.ruleFinallyStateUpdate();
        }
      };
    }
    const rootRuleFunction = function rootRule(...args) {
      this.onBeforeParse(ruleName);
      try {
        return coreRuleFunction.apply(this, args);
      } finally {
        this.onAfterParse(ruleName);
      }
    };
    const wrappedGrammarRule = Object.assign(rootRuleFunction, { ruleName, originalGrammarAction: impl, coreRule: coreRuleFunction });
    return wrappedGrammarRule;
  }
  invokeRuleCatch(e, resyncEnabledConfig, recoveryValueFunc) {
    const isFirstInvokedRule = this.RULE_STACK_IDX === 0;
    const reSyncEnabled = resyncEnabledConfig && !this.isBackTracking() && this.recoveryEnabled;
    if (isRecognitionException(e)) {
      const recogError = e;
      if (reSyncEnabled) {
        const reSyncTokType = this.findReSyncTokenType();
        if (this.isInCurrentRuleReSyncSet(reSyncTokType)) {
          recogError.resyncedTokens = this.reSyncTo(reSyncTokType);
          if (this.outputCst) {
            const partialCstResult = this.CST_STACK[this.CST_STACK.length - 1];
            partialCstResult.recoveredNode = true;
            return partialCstResult;
          } else {
            return recoveryValueFunc(e);
          }
        } else {
          if (this.outputCst) {
            const partialCstResult = this.CST_STACK[this.CST_STACK.length - 1];
            partialCstResult.recoveredNode = true;
            recogError.partialCstResult = partialCstResult;
          }
          throw recogError;
        }
      } else if (isFirstInvokedRule) {
        this.moveToTerminatedState();
        return recoveryValueFunc(e);
      } else {
        throw recogError;
      }
    } else {
      throw e;
    }
  }
  // Implementation of parsing DSL
  optionInternal(actionORMethodDef, occurrence) {
    const key = this.getKeyForAutomaticLookahead(OPTION_IDX, occurrence);
    return this.optionInternalLogic(actionORMethodDef, occurrence, key);
  }
  optionInternalLogic(actionORMethodDef, occurrence, key) {
    let lookAheadFunc = this.getLaFuncFromCache(key);
    let action;
    if (typeof actionORMethodDef !== "function") {
      action = actionORMethodDef.DEF;
      const predicate = actionORMethodDef.GATE;
      if (predicate !== void 0) {
        const orgLookaheadFunction = lookAheadFunc;
        lookAheadFunc = () => {
          return predicate.call(this) && orgLookaheadFunction.call(this);
        };
      }
    } else {
      action = actionORMethodDef;
    }
    if (lookAheadFunc.call(this) === true) {
      return action.call(this);
    }
    return void 0;
  }
  atLeastOneInternal(prodOccurrence, actionORMethodDef) {
    const laKey = this.getKeyForAutomaticLookahead(AT_LEAST_ONE_IDX, prodOccurrence);
    return this.atLeastOneInternalLogic(prodOccurrence, actionORMethodDef, laKey);
  }
  atLeastOneInternalLogic(prodOccurrence, actionORMethodDef, key) {
    let lookAheadFunc = this.getLaFuncFromCache(key);
    let action;
    if (typeof actionORMethodDef !== "function") {
      action = actionORMethodDef.DEF;
      const predicate = actionORMethodDef.GATE;
      if (predicate !== void 0) {
        const orgLookaheadFunction = lookAheadFunc;
        lookAheadFunc = () => {
          return predicate.call(this) && orgLookaheadFunction.call(this);
        };
      }
    } else {
      action = actionORMethodDef;
    }
    if (lookAheadFunc.call(this) === true) {
      let notStuck = this.doSingleRepetition(action);
      while (lookAheadFunc.call(this) === true && notStuck === true) {
        notStuck = this.doSingleRepetition(action);
      }
    } else {
      throw this.raiseEarlyExitException(prodOccurrence, PROD_TYPE.REPETITION_MANDATORY, actionORMethodDef.ERR_MSG);
    }
    this.attemptInRepetitionRecovery(this.atLeastOneInternal, [prodOccurrence, actionORMethodDef], lookAheadFunc, AT_LEAST_ONE_IDX, prodOccurrence, NextTerminalAfterAtLeastOneWalker);
  }
  atLeastOneSepFirstInternal(prodOccurrence, options) {
    const laKey = this.getKeyForAutomaticLookahead(AT_LEAST_ONE_SEP_IDX, prodOccurrence);
    this.atLeastOneSepFirstInternalLogic(prodOccurrence, options, laKey);
  }
  atLeastOneSepFirstInternalLogic(prodOccurrence, options, key) {
    const action = options.DEF;
    const separator = options.SEP;
    const firstIterationLookaheadFunc = this.getLaFuncFromCache(key);
    if (firstIterationLookaheadFunc.call(this) === true) {
      action.call(this);
      const separatorLookAheadFunc = () => {
        return this.tokenMatcher(this.LA_FAST(1), separator);
      };
      while (this.tokenMatcher(this.LA_FAST(1), separator) === true) {
        this.CONSUME(separator);
        action.call(this);
      }
      this.attemptInRepetitionRecovery(this.repetitionSepSecondInternal, [
        prodOccurrence,
        separator,
        separatorLookAheadFunc,
        action,
        NextTerminalAfterAtLeastOneSepWalker
      ], separatorLookAheadFunc, AT_LEAST_ONE_SEP_IDX, prodOccurrence, NextTerminalAfterAtLeastOneSepWalker);
    } else {
      throw this.raiseEarlyExitException(prodOccurrence, PROD_TYPE.REPETITION_MANDATORY_WITH_SEPARATOR, options.ERR_MSG);
    }
  }
  manyInternal(prodOccurrence, actionORMethodDef) {
    const laKey = this.getKeyForAutomaticLookahead(MANY_IDX, prodOccurrence);
    return this.manyInternalLogic(prodOccurrence, actionORMethodDef, laKey);
  }
  manyInternalLogic(prodOccurrence, actionORMethodDef, key) {
    let lookaheadFunction = this.getLaFuncFromCache(key);
    let action;
    if (typeof actionORMethodDef !== "function") {
      action = actionORMethodDef.DEF;
      const predicate = actionORMethodDef.GATE;
      if (predicate !== void 0) {
        const orgLookaheadFunction = lookaheadFunction;
        lookaheadFunction = () => {
          return predicate.call(this) && orgLookaheadFunction.call(this);
        };
      }
    } else {
      action = actionORMethodDef;
    }
    let notStuck = true;
    while (lookaheadFunction.call(this) === true && notStuck === true) {
      notStuck = this.doSingleRepetition(action);
    }
    this.attemptInRepetitionRecovery(
      this.manyInternal,
      [prodOccurrence, actionORMethodDef],
      lookaheadFunction,
      MANY_IDX,
      prodOccurrence,
      NextTerminalAfterManyWalker,
      // The notStuck parameter is only relevant when "attemptInRepetitionRecovery"
      // is invoked from manyInternal, in the MANY_SEP case and AT_LEAST_ONE[_SEP]
      // An infinite loop cannot occur as:
      // - Either the lookahead is guaranteed to consume something (Single Token Separator)
      // - AT_LEAST_ONE by definition is guaranteed to consume something (or error out).
      notStuck
    );
  }
  manySepFirstInternal(prodOccurrence, options) {
    const laKey = this.getKeyForAutomaticLookahead(MANY_SEP_IDX, prodOccurrence);
    this.manySepFirstInternalLogic(prodOccurrence, options, laKey);
  }
  manySepFirstInternalLogic(prodOccurrence, options, key) {
    const action = options.DEF;
    const separator = options.SEP;
    const firstIterationLaFunc = this.getLaFuncFromCache(key);
    if (firstIterationLaFunc.call(this) === true) {
      action.call(this);
      const separatorLookAheadFunc = () => {
        return this.tokenMatcher(this.LA_FAST(1), separator);
      };
      while (this.tokenMatcher(this.LA_FAST(1), separator) === true) {
        this.CONSUME(separator);
        action.call(this);
      }
      this.attemptInRepetitionRecovery(this.repetitionSepSecondInternal, [
        prodOccurrence,
        separator,
        separatorLookAheadFunc,
        action,
        NextTerminalAfterManySepWalker
      ], separatorLookAheadFunc, MANY_SEP_IDX, prodOccurrence, NextTerminalAfterManySepWalker);
    }
  }
  repetitionSepSecondInternal(prodOccurrence, separator, separatorLookAheadFunc, action, nextTerminalAfterWalker) {
    while (separatorLookAheadFunc()) {
      this.CONSUME(separator);
      action.call(this);
    }
    this.attemptInRepetitionRecovery(this.repetitionSepSecondInternal, [
      prodOccurrence,
      separator,
      separatorLookAheadFunc,
      action,
      nextTerminalAfterWalker
    ], separatorLookAheadFunc, AT_LEAST_ONE_SEP_IDX, prodOccurrence, nextTerminalAfterWalker);
  }
  doSingleRepetition(action) {
    const beforeIteration = this.getLexerPosition();
    action.call(this);
    const afterIteration = this.getLexerPosition();
    return afterIteration > beforeIteration;
  }
  orInternal(altsOrOpts, occurrence) {
    const laKey = this.getKeyForAutomaticLookahead(OR_IDX, occurrence);
    const alts = isArray_default(altsOrOpts) ? altsOrOpts : altsOrOpts.DEF;
    const laFunc = this.getLaFuncFromCache(laKey);
    const altIdxToTake = laFunc.call(this, alts);
    if (altIdxToTake !== void 0) {
      const chosenAlternative = alts[altIdxToTake];
      return chosenAlternative.ALT.call(this);
    }
    this.raiseNoAltException(occurrence, altsOrOpts.ERR_MSG);
  }
  ruleFinallyStateUpdate() {
    this.RULE_STACK_IDX--;
    this.RULE_OCCURRENCE_STACK_IDX--;
    if (this.RULE_STACK_IDX >= 0) {
      this.currRuleShortName = this.RULE_STACK[this.RULE_STACK_IDX];
    }
    this.cstFinallyStateUpdate();
  }
  subruleInternal(ruleToCall, idx, options) {
    let ruleResult;
    try {
      const args = options !== void 0 ? options.ARGS : void 0;
      this.subruleIdx = idx;
      ruleResult = ruleToCall.coreRule.apply(this, args);
      this.cstPostNonTerminal(ruleResult, options !== void 0 && options.LABEL !== void 0 ? options.LABEL : ruleToCall.ruleName);
      return ruleResult;
    } catch (e) {
      throw this.subruleInternalError(e, options, ruleToCall.ruleName);
    }
  }
  subruleInternalError(e, options, ruleName) {
    if (isRecognitionException(e) && e.partialCstResult !== void 0) {
      this.cstPostNonTerminal(e.partialCstResult, options !== void 0 && options.LABEL !== void 0 ? options.LABEL : ruleName);
      delete e.partialCstResult;
    }
    throw e;
  }
  consumeInternal(tokType, idx, options) {
    let consumedToken;
    try {
      const nextToken = this.LA_FAST(1);
      if (this.tokenMatcher(nextToken, tokType) === true) {
        this.consumeToken();
        consumedToken = nextToken;
      } else {
        this.consumeInternalError(tokType, nextToken, options);
      }
    } catch (eFromConsumption) {
      consumedToken = this.consumeInternalRecovery(tokType, idx, eFromConsumption);
    }
    this.cstPostTerminal(options !== void 0 && options.LABEL !== void 0 ? options.LABEL : tokType.name, consumedToken);
    return consumedToken;
  }
  consumeInternalError(tokType, nextToken, options) {
    let msg;
    const previousToken = this.LA(0);
    if (options !== void 0 && options.ERR_MSG) {
      msg = options.ERR_MSG;
    } else {
      msg = this.errorMessageProvider.buildMismatchTokenMessage({
        expected: tokType,
        actual: nextToken,
        previous: previousToken,
        ruleName: this.getCurrRuleFullName()
      });
    }
    throw this.SAVE_ERROR(new MismatchedTokenException(msg, nextToken, previousToken));
  }
  consumeInternalRecovery(tokType, idx, eFromConsumption) {
    if (this.recoveryEnabled && // TODO: more robust checking of the exception type. Perhaps Typescript extending expressions?
    eFromConsumption.name === "MismatchedTokenException" && !this.isBackTracking()) {
      const follows = this.getFollowsForInRuleRecovery(tokType, idx);
      try {
        return this.tryInRuleRecovery(tokType, follows);
      } catch (eFromInRuleRecovery) {
        if (eFromInRuleRecovery.name === IN_RULE_RECOVERY_EXCEPTION) {
          throw eFromConsumption;
        } else {
          throw eFromInRuleRecovery;
        }
      }
    } else {
      throw eFromConsumption;
    }
  }
  saveRecogState() {
    const savedErrors = this.errors;
    const savedRuleStack = this.RULE_STACK.slice(0, this.RULE_STACK_IDX + 1);
    return {
      errors: savedErrors,
      lexerState: this.exportLexerState(),
      RULE_STACK: savedRuleStack,
      CST_STACK: this.CST_STACK
    };
  }
  reloadRecogState(newState) {
    this.errors = newState.errors;
    this.importLexerState(newState.lexerState);
    const saved = newState.RULE_STACK;
    for (let i = 0; i < saved.length; i++) {
      this.RULE_STACK[i] = saved[i];
    }
    this.RULE_STACK_IDX = saved.length - 1;
    if (this.RULE_STACK_IDX >= 0) {
      this.currRuleShortName = this.RULE_STACK[this.RULE_STACK_IDX];
    }
  }
  ruleInvocationStateUpdate(shortName, fullName, idxInCallingRule) {
    this.RULE_OCCURRENCE_STACK[++this.RULE_OCCURRENCE_STACK_IDX] = idxInCallingRule;
    this.RULE_STACK[++this.RULE_STACK_IDX] = shortName;
    this.currRuleShortName = shortName;
    this.cstInvocationStateUpdate(fullName);
  }
  isBackTracking() {
    return this.isBackTrackingStack.length !== 0;
  }
  getCurrRuleFullName() {
    const shortName = this.currRuleShortName;
    return this.shortRuleNameToFull[shortName];
  }
  shortRuleNameToFullName(shortName) {
    return this.shortRuleNameToFull[shortName];
  }
  isAtEndOfInput() {
    return this.tokenMatcher(this.LA(1), EOF);
  }
  reset() {
    this.resetLexerState();
    this.subruleIdx = 0;
    this.currRuleShortName = 0;
    this.isBackTrackingStack = [];
    this.errors = [];
    this.RULE_STACK_IDX = -1;
    this.RULE_OCCURRENCE_STACK_IDX = -1;
    this.CST_STACK = [];
  }
  /**
   * Hook called before the root-level parsing rule is invoked.
   * This is only called when a rule is invoked directly by the consumer
   * (e.g., `parser.json()`), not when invoked as a sub-rule via SUBRULE.
   *
   * Override this method to perform actions before parsing begins.
   * The default implementation is a no-op.
   *
   * @param ruleName - The name of the root rule being invoked.
   */
  onBeforeParse(ruleName) {
    for (let i = 0; i < this.maxLookahead + 1; i++) {
      this.tokVector.push(END_OF_FILE);
    }
  }
  /**
   * Hook called after the root-level parsing rule has completed (or thrown).
   * This is only called when a rule is invoked directly by the consumer
   * (e.g., `parser.json()`), not when invoked as a sub-rule via SUBRULE.
   *
   * This hook is called in a `finally` block, so it executes regardless of
   * whether parsing succeeded or threw an error.
   *
   * Override this method to perform actions after parsing completes.
   * The default implementation is a no-op.
   *
   * @param ruleName - The name of the root rule that was invoked.
   */
  onAfterParse(ruleName) {
    if (this.isAtEndOfInput() === false) {
      const firstRedundantTok = this.LA(1);
      const errMsg = this.errorMessageProvider.buildNotAllInputParsedMessage({
        firstRedundant: firstRedundantTok,
        ruleName: this.getCurrRuleFullName()
      });
      this.SAVE_ERROR(new NotAllInputParsedException(errMsg, firstRedundantTok));
    }
    while (this.tokVector.at(-1) === END_OF_FILE) {
      this.tokVector.pop();
    }
  }
};

// node_modules/chevrotain/lib/src/parse/parser/traits/error_handler.js
var ErrorHandler = class {
  initErrorHandler(config) {
    this._errors = [];
    this.errorMessageProvider = has_default(config, "errorMessageProvider") ? config.errorMessageProvider : DEFAULT_PARSER_CONFIG.errorMessageProvider;
  }
  SAVE_ERROR(error3) {
    if (isRecognitionException(error3)) {
      error3.context = {
        ruleStack: this.getHumanReadableRuleStack(),
        ruleOccurrenceStack: this.RULE_OCCURRENCE_STACK.slice(0, this.RULE_OCCURRENCE_STACK_IDX + 1)
      };
      this._errors.push(error3);
      return error3;
    } else {
      throw Error("Trying to save an Error which is not a RecognitionException");
    }
  }
  get errors() {
    return clone_default(this._errors);
  }
  set errors(newErrors) {
    this._errors = newErrors;
  }
  // TODO: consider caching the error message computed information
  raiseEarlyExitException(occurrence, prodType, userDefinedErrMsg) {
    const ruleName = this.getCurrRuleFullName();
    const ruleGrammar = this.getGAstProductions()[ruleName];
    const lookAheadPathsPerAlternative = getLookaheadPathsForOptionalProd(occurrence, ruleGrammar, prodType, this.maxLookahead);
    const insideProdPaths = lookAheadPathsPerAlternative[0];
    const actualTokens = [];
    for (let i = 1; i <= this.maxLookahead; i++) {
      actualTokens.push(this.LA(i));
    }
    const msg = this.errorMessageProvider.buildEarlyExitMessage({
      expectedIterationPaths: insideProdPaths,
      actual: actualTokens,
      previous: this.LA(0),
      customUserDescription: userDefinedErrMsg,
      ruleName
    });
    throw this.SAVE_ERROR(new EarlyExitException(msg, this.LA(1), this.LA(0)));
  }
  // TODO: consider caching the error message computed information
  raiseNoAltException(occurrence, errMsgTypes) {
    const ruleName = this.getCurrRuleFullName();
    const ruleGrammar = this.getGAstProductions()[ruleName];
    const lookAheadPathsPerAlternative = getLookaheadPathsForOr(occurrence, ruleGrammar, this.maxLookahead);
    const actualTokens = [];
    for (let i = 1; i <= this.maxLookahead; i++) {
      actualTokens.push(this.LA(i));
    }
    const previousToken = this.LA(0);
    const errMsg = this.errorMessageProvider.buildNoViableAltMessage({
      expectedPathsPerAlt: lookAheadPathsPerAlternative,
      actual: actualTokens,
      previous: previousToken,
      customUserDescription: errMsgTypes,
      ruleName: this.getCurrRuleFullName()
    });
    throw this.SAVE_ERROR(new NoViableAltException(errMsg, this.LA(1), previousToken));
  }
};

// node_modules/chevrotain/lib/src/parse/parser/traits/context_assist.js
var ContentAssist = class {
  initContentAssist() {
  }
  computeContentAssist(startRuleName, precedingInput) {
    const startRuleGast = this.gastProductionsCache[startRuleName];
    if (isUndefined_default(startRuleGast)) {
      throw Error(`Rule ->${startRuleName}<- does not exist in this grammar.`);
    }
    return nextPossibleTokensAfter([startRuleGast], precedingInput, this.tokenMatcher, this.maxLookahead);
  }
  // TODO: should this be a member method or a utility? it does not have any state or usage of 'this'...
  // TODO: should this be more explicitly part of the public API?
  getNextPossibleTokenTypes(grammarPath) {
    const topRuleName = head_default(grammarPath.ruleStack);
    const gastProductions = this.getGAstProductions();
    const topProduction = gastProductions[topRuleName];
    const nextPossibleTokenTypes = new NextAfterTokenWalker(topProduction, grammarPath).startWalking();
    return nextPossibleTokenTypes;
  }
};

// node_modules/chevrotain/lib/src/parse/parser/traits/gast_recorder.js
var RECORDING_NULL_OBJECT = {
  description: "This Object indicates the Parser is during Recording Phase"
};
Object.freeze(RECORDING_NULL_OBJECT);
var HANDLE_SEPARATOR = true;
var MAX_METHOD_IDX = Math.pow(2, BITS_FOR_OCCURRENCE_IDX) - 1;
var RFT = createToken({ name: "RECORDING_PHASE_TOKEN", pattern: Lexer.NA });
augmentTokenTypes([RFT]);
var RECORDING_PHASE_TOKEN = createTokenInstance(
  RFT,
  "This IToken indicates the Parser is in Recording Phase\n	See: https://chevrotain.io/docs/guide/internals.html#grammar-recording for details",
  // Using "-1" instead of NaN (as in EOF) because an actual number is less likely to
  // cause errors if the output of LA or CONSUME would be (incorrectly) used during the recording phase.
  -1,
  -1,
  -1,
  -1,
  -1,
  -1
);
Object.freeze(RECORDING_PHASE_TOKEN);
var RECORDING_PHASE_CSTNODE = {
  name: "This CSTNode indicates the Parser is in Recording Phase\n	See: https://chevrotain.io/docs/guide/internals.html#grammar-recording for details",
  children: {}
};
var GastRecorder = class {
  initGastRecorder(config) {
    this.recordingProdStack = [];
    this.RECORDING_PHASE = false;
  }
  enableRecording() {
    this.RECORDING_PHASE = true;
    this.TRACE_INIT("Enable Recording", () => {
      for (let i = 0; i < 10; i++) {
        const idx = i > 0 ? i : "";
        this[`CONSUME${idx}`] = function(arg1, arg2) {
          return this.consumeInternalRecord(arg1, i, arg2);
        };
        this[`SUBRULE${idx}`] = function(arg1, arg2) {
          return this.subruleInternalRecord(arg1, i, arg2);
        };
        this[`OPTION${idx}`] = function(arg1) {
          return this.optionInternalRecord(arg1, i);
        };
        this[`OR${idx}`] = function(arg1) {
          return this.orInternalRecord(arg1, i);
        };
        this[`MANY${idx}`] = function(arg1) {
          this.manyInternalRecord(i, arg1);
        };
        this[`MANY_SEP${idx}`] = function(arg1) {
          this.manySepFirstInternalRecord(i, arg1);
        };
        this[`AT_LEAST_ONE${idx}`] = function(arg1) {
          this.atLeastOneInternalRecord(i, arg1);
        };
        this[`AT_LEAST_ONE_SEP${idx}`] = function(arg1) {
          this.atLeastOneSepFirstInternalRecord(i, arg1);
        };
      }
      this[`consume`] = function(idx, arg1, arg2) {
        return this.consumeInternalRecord(arg1, idx, arg2);
      };
      this[`subrule`] = function(idx, arg1, arg2) {
        return this.subruleInternalRecord(arg1, idx, arg2);
      };
      this[`option`] = function(idx, arg1) {
        return this.optionInternalRecord(arg1, idx);
      };
      this[`or`] = function(idx, arg1) {
        return this.orInternalRecord(arg1, idx);
      };
      this[`many`] = function(idx, arg1) {
        this.manyInternalRecord(idx, arg1);
      };
      this[`atLeastOne`] = function(idx, arg1) {
        this.atLeastOneInternalRecord(idx, arg1);
      };
      this.ACTION = this.ACTION_RECORD;
      this.BACKTRACK = this.BACKTRACK_RECORD;
      this.LA = this.LA_RECORD;
    });
  }
  disableRecording() {
    this.RECORDING_PHASE = false;
    this.TRACE_INIT("Deleting Recording methods", () => {
      const that = this;
      for (let i = 0; i < 10; i++) {
        const idx = i > 0 ? i : "";
        delete that[`CONSUME${idx}`];
        delete that[`SUBRULE${idx}`];
        delete that[`OPTION${idx}`];
        delete that[`OR${idx}`];
        delete that[`MANY${idx}`];
        delete that[`MANY_SEP${idx}`];
        delete that[`AT_LEAST_ONE${idx}`];
        delete that[`AT_LEAST_ONE_SEP${idx}`];
      }
      delete that[`consume`];
      delete that[`subrule`];
      delete that[`option`];
      delete that[`or`];
      delete that[`many`];
      delete that[`atLeastOne`];
      delete that.ACTION;
      delete that.BACKTRACK;
      delete that.LA;
    });
  }
  //   Parser methods are called inside an ACTION?
  //   Maybe try/catch/finally on ACTIONS while disabling the recorders state changes?
  // @ts-expect-error -- noop place holder
  ACTION_RECORD(impl) {
  }
  // Executing backtracking logic will break our recording logic assumptions
  BACKTRACK_RECORD(grammarRule, args) {
    return () => true;
  }
  // LA is part of the official API and may be used for custom lookahead logic
  // by end users who may forget to wrap it in ACTION or inside a GATE
  LA_RECORD(howMuch) {
    return END_OF_FILE;
  }
  topLevelRuleRecord(name2, def) {
    try {
      const newTopLevelRule = new Rule({ definition: [], name: name2 });
      newTopLevelRule.name = name2;
      this.recordingProdStack.push(newTopLevelRule);
      def.call(this);
      this.recordingProdStack.pop();
      return newTopLevelRule;
    } catch (originalError) {
      if (originalError.KNOWN_RECORDER_ERROR !== true) {
        try {
          originalError.message = originalError.message + '\n	 This error was thrown during the "grammar recording phase" For more info see:\n	https://chevrotain.io/docs/guide/internals.html#grammar-recording';
        } catch (mutabilityError) {
          throw originalError;
        }
      }
      throw originalError;
    }
  }
  // Implementation of parsing DSL
  optionInternalRecord(actionORMethodDef, occurrence) {
    return recordProd.call(this, Option, actionORMethodDef, occurrence);
  }
  atLeastOneInternalRecord(occurrence, actionORMethodDef) {
    recordProd.call(this, RepetitionMandatory, actionORMethodDef, occurrence);
  }
  atLeastOneSepFirstInternalRecord(occurrence, options) {
    recordProd.call(this, RepetitionMandatoryWithSeparator, options, occurrence, HANDLE_SEPARATOR);
  }
  manyInternalRecord(occurrence, actionORMethodDef) {
    recordProd.call(this, Repetition, actionORMethodDef, occurrence);
  }
  manySepFirstInternalRecord(occurrence, options) {
    recordProd.call(this, RepetitionWithSeparator, options, occurrence, HANDLE_SEPARATOR);
  }
  orInternalRecord(altsOrOpts, occurrence) {
    return recordOrProd.call(this, altsOrOpts, occurrence);
  }
  subruleInternalRecord(ruleToCall, occurrence, options) {
    assertMethodIdxIsValid(occurrence);
    if (!ruleToCall || has_default(ruleToCall, "ruleName") === false) {
      const error3 = new Error(`<SUBRULE${getIdxSuffix(occurrence)}> argument is invalid expecting a Parser method reference but got: <${JSON.stringify(ruleToCall)}>
 inside top level rule: <${this.recordingProdStack[0].name}>`);
      error3.KNOWN_RECORDER_ERROR = true;
      throw error3;
    }
    const prevProd = last_default(this.recordingProdStack);
    const ruleName = ruleToCall.ruleName;
    const newNoneTerminal = new NonTerminal({
      idx: occurrence,
      nonTerminalName: ruleName,
      label: options === null || options === void 0 ? void 0 : options.LABEL,
      // The resolving of the `referencedRule` property will be done once all the Rule's GASTs have been created
      referencedRule: void 0
    });
    prevProd.definition.push(newNoneTerminal);
    return this.outputCst ? RECORDING_PHASE_CSTNODE : RECORDING_NULL_OBJECT;
  }
  consumeInternalRecord(tokType, occurrence, options) {
    assertMethodIdxIsValid(occurrence);
    if (!hasShortKeyProperty(tokType)) {
      const error3 = new Error(`<CONSUME${getIdxSuffix(occurrence)}> argument is invalid expecting a TokenType reference but got: <${JSON.stringify(tokType)}>
 inside top level rule: <${this.recordingProdStack[0].name}>`);
      error3.KNOWN_RECORDER_ERROR = true;
      throw error3;
    }
    const prevProd = last_default(this.recordingProdStack);
    const newNoneTerminal = new Terminal({
      idx: occurrence,
      terminalType: tokType,
      label: options === null || options === void 0 ? void 0 : options.LABEL
    });
    prevProd.definition.push(newNoneTerminal);
    return RECORDING_PHASE_TOKEN;
  }
};
function recordProd(prodConstructor, mainProdArg, occurrence, handleSep = false) {
  assertMethodIdxIsValid(occurrence);
  const prevProd = last_default(this.recordingProdStack);
  const grammarAction = isFunction_default(mainProdArg) ? mainProdArg : mainProdArg.DEF;
  const newProd = new prodConstructor({ definition: [], idx: occurrence });
  if (handleSep) {
    newProd.separator = mainProdArg.SEP;
  }
  if (has_default(mainProdArg, "MAX_LOOKAHEAD")) {
    newProd.maxLookahead = mainProdArg.MAX_LOOKAHEAD;
  }
  this.recordingProdStack.push(newProd);
  grammarAction.call(this);
  prevProd.definition.push(newProd);
  this.recordingProdStack.pop();
  return RECORDING_NULL_OBJECT;
}
function recordOrProd(mainProdArg, occurrence) {
  assertMethodIdxIsValid(occurrence);
  const prevProd = last_default(this.recordingProdStack);
  const hasOptions = isArray_default(mainProdArg) === false;
  const alts = hasOptions === false ? mainProdArg : mainProdArg.DEF;
  const newOrProd = new Alternation({
    definition: [],
    idx: occurrence,
    ignoreAmbiguities: hasOptions && mainProdArg.IGNORE_AMBIGUITIES === true
  });
  if (has_default(mainProdArg, "MAX_LOOKAHEAD")) {
    newOrProd.maxLookahead = mainProdArg.MAX_LOOKAHEAD;
  }
  const hasPredicates = some_default(alts, (currAlt) => isFunction_default(currAlt.GATE));
  newOrProd.hasPredicates = hasPredicates;
  prevProd.definition.push(newOrProd);
  forEach_default(alts, (currAlt) => {
    const currAltFlat = new Alternative({ definition: [] });
    newOrProd.definition.push(currAltFlat);
    if (has_default(currAlt, "IGNORE_AMBIGUITIES")) {
      currAltFlat.ignoreAmbiguities = currAlt.IGNORE_AMBIGUITIES;
    } else if (has_default(currAlt, "GATE")) {
      currAltFlat.ignoreAmbiguities = true;
    }
    this.recordingProdStack.push(currAltFlat);
    currAlt.ALT.call(this);
    this.recordingProdStack.pop();
  });
  return RECORDING_NULL_OBJECT;
}
function getIdxSuffix(idx) {
  return idx === 0 ? "" : `${idx}`;
}
function assertMethodIdxIsValid(idx) {
  if (idx < 0 || idx > MAX_METHOD_IDX) {
    const error3 = new Error(
      // The stack trace will contain all the needed details
      `Invalid DSL Method idx value: <${idx}>
	Idx value must be a none negative value smaller than ${MAX_METHOD_IDX + 1}`
    );
    error3.KNOWN_RECORDER_ERROR = true;
    throw error3;
  }
}

// node_modules/chevrotain/lib/src/parse/parser/traits/perf_tracer.js
var PerformanceTracer = class {
  initPerformanceTracer(config) {
    if (has_default(config, "traceInitPerf")) {
      const userTraceInitPerf = config.traceInitPerf;
      const traceIsNumber = typeof userTraceInitPerf === "number";
      this.traceInitMaxIdent = traceIsNumber ? userTraceInitPerf : Infinity;
      this.traceInitPerf = traceIsNumber ? userTraceInitPerf > 0 : userTraceInitPerf;
    } else {
      this.traceInitMaxIdent = 0;
      this.traceInitPerf = DEFAULT_PARSER_CONFIG.traceInitPerf;
    }
    this.traceInitIndent = -1;
  }
  TRACE_INIT(phaseDesc, phaseImpl) {
    if (this.traceInitPerf === true) {
      this.traceInitIndent++;
      const indent = new Array(this.traceInitIndent + 1).join("	");
      if (this.traceInitIndent < this.traceInitMaxIdent) {
        console.log(`${indent}--> <${phaseDesc}>`);
      }
      const { time, value: value2 } = timer(phaseImpl);
      const traceMethod = time > 10 ? console.warn : console.log;
      if (this.traceInitIndent < this.traceInitMaxIdent) {
        traceMethod(`${indent}<-- <${phaseDesc}> time: ${time}ms`);
      }
      this.traceInitIndent--;
      return value2;
    } else {
      return phaseImpl();
    }
  }
};

// node_modules/chevrotain/lib/src/parse/parser/utils/apply_mixins.js
function applyMixins(derivedCtor, baseCtors) {
  baseCtors.forEach((baseCtor) => {
    const baseProto = baseCtor.prototype;
    Object.getOwnPropertyNames(baseProto).forEach((propName) => {
      if (propName === "constructor") {
        return;
      }
      const basePropDescriptor = Object.getOwnPropertyDescriptor(baseProto, propName);
      if (basePropDescriptor && (basePropDescriptor.get || basePropDescriptor.set)) {
        Object.defineProperty(derivedCtor.prototype, propName, basePropDescriptor);
      } else {
        derivedCtor.prototype[propName] = baseCtor.prototype[propName];
      }
    });
  });
}

// node_modules/chevrotain/lib/src/parse/parser/parser.js
var END_OF_FILE = createTokenInstance(EOF, "", NaN, NaN, NaN, NaN, NaN, NaN);
Object.freeze(END_OF_FILE);
var DEFAULT_PARSER_CONFIG = Object.freeze({
  recoveryEnabled: false,
  maxLookahead: 3,
  dynamicTokensEnabled: false,
  outputCst: true,
  errorMessageProvider: defaultParserErrorProvider,
  nodeLocationTracking: "none",
  traceInitPerf: false,
  skipValidations: false
});
var DEFAULT_RULE_CONFIG = Object.freeze({
  recoveryValueFunc: () => void 0,
  resyncEnabled: true
});
var ParserDefinitionErrorType;
(function(ParserDefinitionErrorType2) {
  ParserDefinitionErrorType2[ParserDefinitionErrorType2["INVALID_RULE_NAME"] = 0] = "INVALID_RULE_NAME";
  ParserDefinitionErrorType2[ParserDefinitionErrorType2["DUPLICATE_RULE_NAME"] = 1] = "DUPLICATE_RULE_NAME";
  ParserDefinitionErrorType2[ParserDefinitionErrorType2["INVALID_RULE_OVERRIDE"] = 2] = "INVALID_RULE_OVERRIDE";
  ParserDefinitionErrorType2[ParserDefinitionErrorType2["DUPLICATE_PRODUCTIONS"] = 3] = "DUPLICATE_PRODUCTIONS";
  ParserDefinitionErrorType2[ParserDefinitionErrorType2["UNRESOLVED_SUBRULE_REF"] = 4] = "UNRESOLVED_SUBRULE_REF";
  ParserDefinitionErrorType2[ParserDefinitionErrorType2["LEFT_RECURSION"] = 5] = "LEFT_RECURSION";
  ParserDefinitionErrorType2[ParserDefinitionErrorType2["NONE_LAST_EMPTY_ALT"] = 6] = "NONE_LAST_EMPTY_ALT";
  ParserDefinitionErrorType2[ParserDefinitionErrorType2["AMBIGUOUS_ALTS"] = 7] = "AMBIGUOUS_ALTS";
  ParserDefinitionErrorType2[ParserDefinitionErrorType2["CONFLICT_TOKENS_RULES_NAMESPACE"] = 8] = "CONFLICT_TOKENS_RULES_NAMESPACE";
  ParserDefinitionErrorType2[ParserDefinitionErrorType2["INVALID_TOKEN_NAME"] = 9] = "INVALID_TOKEN_NAME";
  ParserDefinitionErrorType2[ParserDefinitionErrorType2["NO_NON_EMPTY_LOOKAHEAD"] = 10] = "NO_NON_EMPTY_LOOKAHEAD";
  ParserDefinitionErrorType2[ParserDefinitionErrorType2["AMBIGUOUS_PREFIX_ALTS"] = 11] = "AMBIGUOUS_PREFIX_ALTS";
  ParserDefinitionErrorType2[ParserDefinitionErrorType2["TOO_MANY_ALTS"] = 12] = "TOO_MANY_ALTS";
  ParserDefinitionErrorType2[ParserDefinitionErrorType2["CUSTOM_LOOKAHEAD_VALIDATION"] = 13] = "CUSTOM_LOOKAHEAD_VALIDATION";
})(ParserDefinitionErrorType || (ParserDefinitionErrorType = {}));
var Parser = class _Parser {
  /**
   *  @deprecated use the **instance** method with the same name instead
   */
  static performSelfAnalysis(parserInstance) {
    throw Error("The **static** `performSelfAnalysis` method has been deprecated.	\nUse the **instance** method with the same name instead.");
  }
  performSelfAnalysis() {
    this.TRACE_INIT("performSelfAnalysis", () => {
      let defErrorsMsgs;
      this.selfAnalysisDone = true;
      const className = this.className;
      this.TRACE_INIT("toFastProps", () => {
        toFastProperties(this);
      });
      this.TRACE_INIT("Grammar Recording", () => {
        try {
          this.enableRecording();
          forEach_default(this.definedRulesNames, (currRuleName) => {
            const wrappedRule = this[currRuleName];
            const originalGrammarAction = wrappedRule["originalGrammarAction"];
            let recordedRuleGast;
            this.TRACE_INIT(`${currRuleName} Rule`, () => {
              recordedRuleGast = this.topLevelRuleRecord(currRuleName, originalGrammarAction);
            });
            this.gastProductionsCache[currRuleName] = recordedRuleGast;
          });
        } finally {
          this.disableRecording();
        }
      });
      let resolverErrors = [];
      this.TRACE_INIT("Grammar Resolving", () => {
        resolverErrors = resolveGrammar2({
          rules: values_default(this.gastProductionsCache)
        });
        this.definitionErrors = this.definitionErrors.concat(resolverErrors);
      });
      this.TRACE_INIT("Grammar Validations", () => {
        if (isEmpty_default(resolverErrors) && this.skipValidations === false) {
          const validationErrors = validateGrammar2({
            rules: values_default(this.gastProductionsCache),
            tokenTypes: values_default(this.tokensMap),
            errMsgProvider: defaultGrammarValidatorErrorProvider,
            grammarName: className
          });
          const lookaheadValidationErrors = validateLookahead({
            lookaheadStrategy: this.lookaheadStrategy,
            rules: values_default(this.gastProductionsCache),
            tokenTypes: values_default(this.tokensMap),
            grammarName: className
          });
          this.definitionErrors = this.definitionErrors.concat(validationErrors, lookaheadValidationErrors);
        }
      });
      if (isEmpty_default(this.definitionErrors)) {
        if (this.recoveryEnabled) {
          this.TRACE_INIT("computeAllProdsFollows", () => {
            const allFollows = computeAllProdsFollows(values_default(this.gastProductionsCache));
            this.resyncFollows = allFollows;
          });
        }
        this.TRACE_INIT("ComputeLookaheadFunctions", () => {
          var _a, _b;
          (_b = (_a = this.lookaheadStrategy).initialize) === null || _b === void 0 ? void 0 : _b.call(_a, {
            rules: values_default(this.gastProductionsCache)
          });
          this.preComputeLookaheadFunctions(values_default(this.gastProductionsCache));
        });
      }
      if (!_Parser.DEFER_DEFINITION_ERRORS_HANDLING && !isEmpty_default(this.definitionErrors)) {
        defErrorsMsgs = map_default(this.definitionErrors, (defError) => defError.message);
        throw new Error(`Parser Definition Errors detected:
 ${defErrorsMsgs.join("\n-------------------------------\n")}`);
      }
    });
  }
  constructor(tokenVocabulary, config) {
    this.definitionErrors = [];
    this.selfAnalysisDone = false;
    const that = this;
    that.initErrorHandler(config);
    that.initLexerAdapter();
    that.initLooksAhead(config);
    that.initRecognizerEngine(tokenVocabulary, config);
    that.initRecoverable(config);
    that.initTreeBuilder(config);
    that.initContentAssist();
    that.initGastRecorder(config);
    that.initPerformanceTracer(config);
    if (has_default(config, "ignoredIssues")) {
      throw new Error("The <ignoredIssues> IParserConfig property has been deprecated.\n	Please use the <IGNORE_AMBIGUITIES> flag on the relevant DSL method instead.\n	See: https://chevrotain.io/docs/guide/resolving_grammar_errors.html#IGNORING_AMBIGUITIES\n	For further details.");
    }
    this.skipValidations = has_default(config, "skipValidations") ? config.skipValidations : DEFAULT_PARSER_CONFIG.skipValidations;
  }
};
Parser.DEFER_DEFINITION_ERRORS_HANDLING = false;
applyMixins(Parser, [
  Recoverable,
  LooksAhead,
  TreeBuilder,
  LexerAdapter,
  RecognizerEngine,
  RecognizerApi,
  ErrorHandler,
  ContentAssist,
  GastRecorder,
  PerformanceTracer
]);
var CstParser = class extends Parser {
  constructor(tokenVocabulary, config = DEFAULT_PARSER_CONFIG) {
    const configClone = clone_default(config);
    configClone.outputCst = true;
    super(tokenVocabulary, configClone);
  }
};

// src/parser/messages.ts
var error = (entry) => ({ severity: "error", ...entry });
var warning = (entry) => ({ severity: "warning", ...entry });
var code = (text) => `\`${text}\``;
var listed = (words, last2) => words.length < 2 ? words.map(code).join("") : `${words.slice(0, -1).map(code).join(", ")} ${last2} ${code(words.at(-1))}`;
var meantOr = (p, otherwise) => p.help ?? (p.near.length > 0 ? `did you mean ${listed(p.near, "or")}?` : otherwise);
var messages = {
  // ── characters ──
  "unexpected-character": error({
    message: (p) => `${code(p.text)} does not belong in a .gan file`,
    help: (p) => p.hint
  }),
  "unterminated-string": error({
    message: () => "this string has no closing quote on its line",
    help: () => 'close it with " on the same line; a quote inside a string is written \\"'
  }),
  "unknown-escape": error({
    message: (p) => `${code(p.escape)} is not an escape that strings know`,
    help: () => 'strings know \\n, \\t, \\" and \\\\; in paths, write / or \\\\'
  }),
  "number-too-large": error({
    message: (p) => `${code(p.text)} is too large for a number`,
    why: () => "numbers are 64-bit floating point: at most about 1.8e308"
  }),
  "tab-character": warning({
    message: () => "this file is indented with tabs",
    why: () => "a tab is as wide as each editor likes, so columns in messages may not match what you see",
    help: () => "indent with two spaces"
  }),
  // ── declarations ──
  "unknown-declaration": error({
    message: (p) => `${code(p.word)} begins no declaration`,
    help: (p) => meantOr(p, `a declaration begins with ${listed(p.choices, "or")}`)
  }),
  "expected-declaration": error({
    message: (p) => `a declaration should begin here, but there is ${p.found}`,
    help: (p) => p.help ?? `a declaration begins with ${listed(p.choices, "or")}`
  }),
  "unexpected-token": error({
    message: (p) => `${p.after} is complete, but then comes ${p.found}`,
    help: (p) => p.help
  }),
  "unknown-action": error({
    message: (p) => `${code(p.word)} is no training action`,
    help: (p) => meantOr(p, `a train block is made of ${listed(p.choices, "and")}`)
  }),
  // ── what should stand here ──
  "expected-token": error({
    message: (p) => `expected ${p.expected}, but there is ${p.found}`,
    help: (p) => p.help
  }),
  "expected-expression": error({
    message: (p) => `a value should stand here, but there is ${p.found}`,
    help: (p) => p.help ?? "a value is a name, a number, a call such as `mean(x)`, a list or something in parentheses"
  }),
  "expected-type": error({
    message: (p) => `a type should stand here, but there is ${p.found}`,
    help: (p) => p.help ?? "a type is such as `tensor[2]`, `image[28, 28, 1] in -1..1`, `logit[1]` or `class(10)`"
  }),
  "expected-name": error({
    message: (p) => `${p.what} should stand here, but there is ${p.found}`,
    why: (p) => p.reserved ? "a reserved word cannot be a name: it begins a part of the language" : void 0,
    help: (p) => p.help ?? (p.reserved ? "take another name" : "a name is made of letters, digits and _, and begins with no digit")
  }),
  "expected-stage": error({
    message: (p) => `a pipe should go on here, but there is ${p.found}`,
    help: (p) => p.help ?? "after |> comes a layer or function such as `dense(128)`, `repeat(2) { \u2026 }` or `for i in 1..3 { \u2026 }`"
  }),
  "missing-result": error({
    message: (p) => `this ${p.what} has no value`,
    why: () => "a body is `let` lines and draws, then one expression: its value",
    help: (p) => `end the body with an expression${p.last ? `, for instance ${code(p.last)}` : ""}`
  }),
  "missing-let": error({
    message: (p) => `${code(p.name)} is named without ${code(p.keyword)}`,
    help: (p) => `begin with ${code(p.keyword)}: ${code(`${p.keyword} ${p.name} ${p.keyword === "latent" ? "~" : "="} \u2026`)}`
  }),
  // ── the shape of the text ──
  "unclosed-brace": error({
    message: (p) => `this ${code(p.opener)} is never closed`,
    help: (p) => `close it with ${code(p.closer)}`
  }),
  "operator-after-pipe": error({
    message: (p) => `${code(p.operator)} cannot follow a pipe`,
    why: (p) => `\`|>\` binds loosest, so it is open whether ${code(p.operator)} belongs to the last stage or to the pipe`,
    help: (p) => `put the pipe in parentheses: ${code(`(${p.pipe}) ${p.operator} ${p.rest}`)}`
  }),
  "comparison-chain": error({
    message: () => "comparisons do not chain",
    help: (p) => `compare twice: ${code(p.first)} and ${code(p.second)}`
  }),
  "too-complex": error({
    message: (p) => `${p.what} goes deeper than ${p.limit}`,
    help: () => "name parts of it with `let`"
  })
};
function report(name2, span2, parameters3, extra = {}) {
  const entry = messages[name2];
  const why = entry.why?.(parameters3);
  const help = entry.help?.(parameters3);
  return {
    code: name2,
    severity: entry.severity,
    message: entry.message(parameters3),
    span: span2,
    ...extra.label === void 0 ? {} : { label: extra.label },
    ...extra.labels?.length ? { labels: extra.labels } : {},
    ...why === void 0 ? {} : { why },
    ...help === void 0 ? {} : { help },
    ...extra.fix ? { fix: extra.fix } : {}
  };
}

// src/parser/lookalikes.ts
var quoted = (written) => `"${written.slice(1, -1).replaceAll('"', '\\"')}"`;
var stands = (name2, pattern, meant3, hint) => ({
  name: name2,
  pattern,
  meant: meant3,
  hint,
  replacement: () => meant3
});
var lookalikes = [
  stands("UnicodeMinus", /[−–—‐‑]/, "-", "this is a Unicode minus; write -"),
  stands("TimesSign", /[×·∗⋅]/, "*", "to multiply, write *"),
  stands("DivisionSign", /[÷∕]/, "/", "to divide, write /"),
  stands("LessEqualSign", /≤/, "<=", "write <="),
  stands("GreaterEqualSign", /≥/, ">=", "write >="),
  stands("NotEqualSign", /≠/, "!=", "write !="),
  stands("ArrowSign", /[→⟶]/, "->", "write ->"),
  stands("Ellipsis", /…|\.\.\./, "..", "a range is two dots: 1..3"),
  stands("TildeSign", /[∼～]/, "~", "this is a Unicode tilde; write ~"),
  stands("Power", /\*\*/, "^", "powers are written x^2"),
  stands("StrictEqual", /===/, "==", "equality is =="),
  stands("StrictNotEqual", /!==/, "!=", "inequality is !="),
  stands("FatArrow", /=>/, "->", "an arrow is ->, greater or equal is >="),
  stands("ColonEqual", /:=/, "=", "a value is bound by ="),
  stands("Bar", /\|/, "|>", "a pipe is |>"),
  {
    name: "CurlyString",
    pattern: /[“”„][^“”„"\n\r]*[“”"]/,
    meant: "string",
    hint: 'these are curly quotes; strings take straight ones: "\u2026"',
    replacement: quoted
  },
  {
    name: "SingleQuoted",
    pattern: /'[^'\n\r]*'/,
    meant: "string",
    hint: 'strings take double quotes: "\u2026"',
    replacement: quoted
  },
  { name: "SingleQuote", pattern: /['‘’“”„]/, hint: 'strings take straight double quotes: "\u2026"' },
  {
    name: "BlockComment",
    pattern: /\/\*(?:[^*]|\*+[^*/])*\*+\//,
    hint: "comments begin with // and end with the line"
  },
  {
    name: "HashComment",
    pattern: /#[^\n\r]*/,
    hint: "comments begin with //",
    replacement: (written) => `//${written.slice(1)}`
  },
  {
    name: "UnicodeSpace",
    pattern: /[\u00a0\u2000-\u200b\u202f\u3000]+/,
    hint: "this is a Unicode space; write an ordinary one",
    replacement: () => " "
  },
  { name: "Semicolon", pattern: /;/, hint: "declarations need no semicolons", replacement: () => "" },
  { name: "And", pattern: /&&?/, hint: "there is no logical \u201Cand\u201D; state each `expect` on its own" },
  { name: "Or", pattern: /\|\|/, hint: "there is no logical \u201Cor\u201D" },
  { name: "Question", pattern: /\?/, hint: "there is no conditional operator" },
  { name: "At", pattern: /@/, hint: "there are no decorators; a matrix product is matmul(a, b)" },
  { name: "Dollar", pattern: /\$/, hint: "names are written without a dollar sign" },
  { name: "Backslash", pattern: /\\/, hint: "line breaks mean nothing here, so a line needs no continuation sign" },
  { name: "Backtick", pattern: /`/, hint: 'names are written without backticks; strings take double quotes: "\u2026"' }
];

// src/parser/tokens.ts
var Identifier = createToken({ name: "Identifier", pattern: /[A-Za-z_][A-Za-z0-9_]*/ });
var Hard = createToken({ name: "Hard", pattern: Lexer.NA });
var NewAxis = createToken({ name: "NewAxis", pattern: /_/, longer_alt: Identifier, label: "_" });
var hardWords = /* @__PURE__ */ new Set();
var softWords = /* @__PURE__ */ new Set();
function kept(group, type2) {
  group.add(type2);
  return type2;
}
function word(text, category) {
  const name2 = text[0].toUpperCase() + text.slice(1);
  return createToken({ name: name2, pattern: text, longer_alt: Identifier, categories: category, label: text });
}
var hard = (text) => kept(hardWords, word(text, Hard));
var Model = hard("model");
var Const = hard("const");
var Data = hard("data");
var Latent = hard("latent");
var Network = hard("network");
var Block = hard("block");
var Fn = hard("fn");
var Let = hard("let");
var Loss = hard("loss");
var Train = hard("train");
var For = hard("for");
var In = hard("in");
var Repeat = hard("repeat");
var True = hard("true");
var False = hard("false");
var soft = (text) => kept(softWords, word(text, Identifier));
var From = soft("from");
var Over = soft("over");
var Using = soft("using");
var Like = soft("like");
var With = soft("with");
var As = soft("as");
var To = soft("to");
var Decay = soft("decay");
var Every = soft("every");
var Steps = soft("steps");
var Epochs = soft("epochs");
var Batch = soft("batch");
var Minimize = soft("minimize");
var Clip = soft("clip");
var Average = soft("average");
var Evaluate = soft("evaluate");
var Show = soft("show");
var Expect = soft("expect");
var declarationHeads = /* @__PURE__ */ new Set([
  Model,
  Const,
  Data,
  Latent,
  Network,
  Block,
  Fn,
  Let,
  Loss,
  Train,
  Evaluate,
  Show,
  Expect
]);
var actionHeads = /* @__PURE__ */ new Set([Minimize, Repeat, Every, Clip, Average]);
var connectives = /* @__PURE__ */ new Set([
  From,
  Over,
  Using,
  Like,
  With,
  As,
  To,
  Decay,
  Steps,
  Epochs,
  Batch,
  In
]);
var textOfWord = (type2) => type2.LABEL ?? type2.name;
var NumberLiteral = createToken({
  name: "NumberLiteral",
  pattern: /\d+(?:_\d+)*(?:\.\d+(?:_\d+)*)?(?:[eE][+-]?\d+)?/
});
var StringLiteral = createToken({ name: "StringLiteral", pattern: /"(?:[^"\\\n\r]|\\[^\n\r])*"/ });
var UnterminatedString = createToken({
  name: "UnterminatedString",
  pattern: /"(?:[^"\\\n\r]|\\[^\n\r])*\\?/,
  categories: StringLiteral
});
var BinaryOperator = createToken({ name: "BinaryOperator", pattern: Lexer.NA });
var PrefixOperator = createToken({ name: "PrefixOperator", pattern: Lexer.NA });
var symbols = /* @__PURE__ */ new Set();
function symbol(name2, text, ...categories) {
  return kept(symbols, createToken({ name: name2, pattern: text, label: text, categories }));
}
var Pipe = symbol("Pipe", "|>");
var Arrow = symbol("Arrow", "->");
var BackArrow = symbol("BackArrow", "<-");
var DotDot = symbol("DotDot", "..");
var EqualEqual = symbol("EqualEqual", "==", BinaryOperator);
var NotEqual = symbol("NotEqual", "!=", BinaryOperator);
var LessEqual = symbol("LessEqual", "<=", BinaryOperator);
var GreaterEqual = symbol("GreaterEqual", ">=", BinaryOperator);
var Less = symbol("Less", "<", BinaryOperator);
var Greater = symbol("Greater", ">", BinaryOperator);
var Plus = symbol("Plus", "+", BinaryOperator);
var Minus = symbol("Minus", "-", BinaryOperator, PrefixOperator);
var Star = symbol("Star", "*", BinaryOperator);
var Slash = symbol("Slash", "/", BinaryOperator);
var Percent = symbol("Percent", "%", BinaryOperator);
var Caret = symbol("Caret", "^", BinaryOperator);
var Equal = symbol("Equal", "=");
var Tilde = symbol("Tilde", "~");
var LParen = symbol("LParen", "(");
var RParen = symbol("RParen", ")");
var LSquare = symbol("LSquare", "[");
var RSquare = symbol("RSquare", "]");
var LCurly = symbol("LCurly", "{");
var RCurly = symbol("RCurly", "}");
var Comma = symbol("Comma", ",");
var Colon = symbol("Colon", ":");
var Dot = symbol("Dot", ".");
var Bang = symbol("Bang", "!", PrefixOperator);
var closerOf = /* @__PURE__ */ new Map([
  [LParen, RParen],
  [LSquare, RSquare],
  [LCurly, RCurly]
]);
var openerOf = new Map([...closerOf].map(([open, close]) => [close, open]));
var meantBy = new Map([
  ["string", StringLiteral],
  ...[...symbols].map((type2) => [textOfWord(type2), type2])
]);
var lookalikeTypes = lookalikes.map(({ name: name2, pattern, meant: meant3 }) => {
  const categories = meant3 === void 0 ? [] : [meantBy.get(meant3)];
  return createToken({ name: name2, pattern, line_breaks: name2 === "BlockComment", categories });
});
var lookalikeOf = new Map(
  lookalikeTypes.map((type2, i) => [type2, lookalikes[i]])
);
var Space = createToken({ name: "Space", pattern: /[ \t\r\n\uFEFF]+/, group: Lexer.SKIPPED, line_breaks: true });
var DocumentationComment = createToken({
  name: "DocumentationComment",
  pattern: /\/\/\/[^\n\r]*/,
  group: "comments"
});
var LineComment = createToken({ name: "LineComment", pattern: /\/\/[^\n\r]*/, group: "comments" });
var isLate = (type2) => type2.name === "Bar";
var tokenTypes = [
  Space,
  DocumentationComment,
  LineComment,
  ...lookalikeTypes.filter((type2) => !isLate(type2)),
  ...hardWords,
  ...softWords,
  NewAxis,
  Identifier,
  NumberLiteral,
  StringLiteral,
  UnterminatedString,
  ...symbols,
  ...lookalikeTypes.filter(isLate),
  Hard,
  BinaryOperator,
  PrefixOperator
];

// src/parser/lex.ts
function createLexer(skipValidations) {
  return new Lexer(tokenTypes, {
    lineTerminatorsPattern: /\n/g,
    lineTerminatorCharacters: ["\n"],
    ensureOptimizations: true,
    skipValidations
  });
}
var lexer = createLexer(true);
function spanOfToken(source, token2) {
  return span(source, token2.startOffset, token2.endOffset + 1);
}
function lex(source) {
  const result2 = lexer.tokenize(source.text);
  const diagnostics = [];
  const dropped = [];
  const tokens2 = [];
  for (const token2 of result2.tokens) {
    const at2 = spanOfToken(source, token2);
    const lookalike = lookalikeOf.get(token2.tokenType);
    if (lookalike) {
      const replacement = lookalike.replacement?.(token2.image);
      const fix = replacing(at2, replacement);
      diagnostics.push(report("unexpected-character", at2, { text: token2.image, hint: lookalike.hint }, { fix }));
      if (lookalike.meant) tokens2.push(token2);
      else if (replacement === void 0) dropped.push(token2.startOffset);
      continue;
    }
    if (token2.tokenType === UnterminatedString) {
      diagnostics.push(report("unterminated-string", at2, {}));
      dropped.push(token2.startOffset);
    }
    tokens2.push(token2);
  }
  for (const { offset, length } of result2.errors) {
    const text = source.text.slice(offset, offset + length);
    diagnostics.push(
      report("unexpected-character", span(source, offset, offset + length), { text, hint: hintFor(text) })
    );
    dropped.push(offset);
  }
  const tab = tabs(source);
  if (tab) diagnostics.push(tab);
  const comments = (result2.groups["comments"] ?? []).map((token2) => {
    const documentation = token2.tokenType === DocumentationComment;
    return { kind: "comment", text: token2.image, documentation, span: spanOfToken(source, token2) };
  });
  return { tokens: tokens2, comments, diagnostics, dropped };
}
function replacing(at2, replacement) {
  if (replacement === void 0) return void 0;
  const title = replacement.trim() === "" ? "remove it" : `write ${replacement}`;
  return { title, edits: [{ span: at2, replacement }], safe: true };
}
function hintFor(text) {
  if (new RegExp("^\\p{L}+$", "u").test(text)) return "names are made of the letters a to z, digits and _ (write `alpha` for \u03B1)";
  if (new RegExp("^\\p{C}+$", "u").test(text)) return "this is an invisible control character; remove it";
  return "remove it";
}
function tabs(source) {
  const edits = [...source.text.matchAll(/^ *\t[ \t]*/gm)].map((match) => ({
    span: span(source, match.index, match.index + match[0].length),
    replacement: match[0].replaceAll("	", "  ")
  }));
  const first2 = edits[0];
  if (!first2) return void 0;
  return report("tab-character", first2.span, {}, { fix: { title: "indent with two spaces", edits, safe: true } });
}

// src/parser/literals.ts
function numberValue(source, from, diagnostics) {
  const value2 = Number(from.image.replaceAll("_", ""));
  if (Number.isFinite(value2)) return value2;
  diagnostics.push(report("number-too-large", spanOfToken(source, from), { text: from.image }));
  return Number.MAX_VALUE;
}
var escapes = /* @__PURE__ */ new Map([
  ["\\n", "\n"],
  ["\\t", "	"],
  ['\\"', '"'],
  ["\\\\", "\\"]
]);
function stringValue(source, from, diagnostics) {
  const { image } = from;
  const closed = image.length > 1 && /["”“']$/.test(image);
  const inner = image.slice(1, closed ? -1 : void 0);
  if (!image.startsWith('"')) return inner;
  return inner.replaceAll(/\\[^]/gu, (escape, offset) => {
    const meant3 = escapes.get(escape);
    if (meant3 !== void 0) return meant3;
    const start = from.startOffset + 1 + offset;
    diagnostics.push(report("unknown-escape", span(source, start, start + escape.length), { escape }));
    return escape.slice(1);
  });
}

// src/parser/precedence.ts
var precedence = {
  "==": { level: 1, associates: "none" },
  "!=": { level: 1, associates: "none" },
  "<": { level: 1, associates: "none" },
  "<=": { level: 1, associates: "none" },
  ">": { level: 1, associates: "none" },
  ">=": { level: 1, associates: "none" },
  "+": { level: 2, associates: "left" },
  "-": { level: 2, associates: "left" },
  "*": { level: 3, associates: "left" },
  "/": { level: 3, associates: "left" },
  "%": { level: 3, associates: "left" },
  "^": { level: 5, associates: "right" }
};
var prefixLevel = 4;
function climb(operands2, operators2, unary3, binary3) {
  let next = 0;
  function from(level) {
    const at2 = next++;
    const { prefixCount, value: value2 } = operands2[at2];
    let left = value2;
    if (prefixCount > 0) {
      left = goOn(value2, prefixLevel);
      for (let i = prefixCount - 1; i >= 0; i--) left = unary3(at2, i, left);
    }
    return goOn(left, level);
  }
  function goOn(start, level) {
    let left = start;
    for (; ; ) {
      const at2 = next - 1;
      const operator = operators2[at2];
      const row = operator && precedence[operator];
      if (!row || row.level < level) return left;
      left = binary3(at2, left, from(row.associates === "right" ? row.level : row.level + 1));
    }
  }
  return from(0);
}

// src/parser/build-expression.ts
var operatorLimit = 400;
function identifier(context, from, before) {
  return from ? { kind: "identifier", name: from.image, span: spanOfToken(context.source, from) } : { kind: "identifier", name: "", span: span(context.source, before, before) };
}
function missing(context, before) {
  return { kind: "missing", span: span(context.source, before, before) };
}
function expression(context, cst, before) {
  const { source } = context;
  const operationNode = node(cst, "operation");
  const links = nodes(cst, "link");
  if (links.filter(isSlip).length > operatorLimit) return tooComplex(context, spanOfNode(source, cst, before));
  let left = {
    value: operation(context, operationNode, before),
    span: spanOfNode(source, operationNode, before)
  };
  for (let i = 0; i < links.length; ) {
    if (isSlip(links[i])) {
      left = operatorAfterPipe(context, left, links[i++]);
      continue;
    }
    const stages2 = [];
    let end = left.span;
    for (; i < links.length && !isSlip(links[i]); i++) {
      end = spanOfNode(source, links[i], end.end);
      stages2.push(stage(context, node(links[i], "stage"), end.end));
    }
    const at2 = cover(left.span, end);
    left = { value: { kind: "pipe", input: left.value, stages: stages2, span: at2 }, span: at2 };
  }
  return left.value;
}
var isSlip = (link) => tokens(link, "BinaryOperator").length > 0;
function operatorAfterPipe(context, left, link) {
  const { source, diagnostics } = context;
  const operatorToken = token(link, "BinaryOperator");
  const operator = operatorOf(operatorToken);
  const at2 = spanOfToken(source, operatorToken);
  const rightNode = node(link, "operation");
  const right = operation(context, rightNode, at2.end);
  const rest = spanOfNode(source, rightNode, at2.end);
  const pipe = left.span;
  const edits = [
    { span: span(source, pipe.start, pipe.start), replacement: "(" },
    { span: span(source, pipe.end, pipe.end), replacement: ")" }
  ];
  diagnostics.push(
    report(
      "operator-after-pipe",
      at2,
      { operator, pipe: short(pipe), rest: short(rest) },
      { labels: [{ span: pipe, text: "the pipe" }], fix: { title: "put the pipe in parentheses", edits, safe: false } }
    )
  );
  const whole = cover(pipe, rest);
  return { value: { kind: "binary", operator, left: left.value, right, span: whole }, span: whole };
}
function short(at2) {
  const text = textOf(at2).replaceAll(/\s+/g, " ");
  return text.length <= 40 ? text : `${text.slice(0, 25)}\u2026${text.slice(-12)}`;
}
function stage(context, cst, before) {
  const at2 = spanOfNode(context.source, cst, before);
  const stages2 = () => nodes(node(cst, "stages"), "stage").map((s) => stage(context, s, at2.end));
  if (cst?.children["Repeat"]) {
    const count = expression(context, node(cst, "expression"), at2.end);
    return { kind: "repeat-stage", count, stages: stages2(), span: at2 };
  }
  if (cst?.children["For"]) {
    const variable = identifier(context, token(cst, "variable"), at2.end);
    const over = rangeOrValue(context, node(cst, "rangeOrValue"), at2.end);
    return { kind: "for-stage", variable, over, stages: stages2(), span: at2 };
  }
  const callee = identifier(context, token(cst, "callee"), at2.end);
  return {
    kind: "call-stage",
    callee,
    arguments: callArguments(context, node(cst, "callArguments"), at2.end),
    span: at2
  };
}
function operatorOf(from) {
  return lookalikeOf.get(from.tokenType)?.meant ?? from.image;
}
function operation(context, cst, before) {
  if (!cst) return missing(context, before);
  const { source } = context;
  const operandNodes = nodes(cst, "operand");
  const operators2 = tokens(cst, "BinaryOperator");
  const prefixes = operandNodes.map((operandNode) => tokens(operandNode, "PrefixOperator"));
  if (operators2.length === 0 && !prefixes[0]?.length) return operand(context, operandNodes[0], before).value;
  if (operators2.length + prefixes.flat().length > operatorLimit) {
    return tooComplex(context, spanOfNode(source, cst, before));
  }
  const operands2 = [];
  for (let i = 0; i <= operators2.length; i++) {
    const last2 = prefixes[i]?.at(-1) ?? operators2[i - 1];
    const start = last2 ? last2.endOffset + 1 : before;
    operands2.push({ prefixCount: prefixes[i]?.length ?? 0, value: operand(context, operandNodes[i], start) });
  }
  const comparisons3 = /* @__PURE__ */ new Set();
  const whole = climb(
    operands2,
    operators2.map(operatorOf),
    (at2, prefix, { value: value2, span: inner }) => {
      const sign = prefixes[at2][prefix];
      const place = cover(spanOfToken(source, sign), inner);
      const operator = sign.image === "!" ? "!" : "-";
      return { value: { kind: "unary", operator, operand: value2, span: place }, span: place };
    },
    (at2, left, right) => {
      const operator = operatorOf(operators2[at2]);
      const place = cover(left.span, right.span);
      const value2 = { kind: "binary", operator, left: left.value, right: right.value, span: place };
      if (precedence[operator].associates === "none") {
        if (comparisons3.has(left.value) && left.value.kind === "binary") {
          const second = `${short(left.value.right.span)} ${operator} ${short(right.span)}`;
          const parameters3 = { first: short(left.span), second };
          context.diagnostics.push(report("comparison-chain", spanOfToken(source, operators2[at2]), parameters3));
        }
        comparisons3.add(value2);
      }
      return { value: value2, span: place };
    }
  );
  return whole.value;
}
function tooComplex(context, at2) {
  context.diagnostics.push(report("too-complex", at2, { what: "this expression", limit: operatorLimit }));
  return { kind: "missing", span: at2 };
}
function operand(context, cst, before) {
  const { source } = context;
  const primaryNode = node(cst, "primary");
  const postfixes = nodes(cst, "postfix");
  let left = { value: primary(context, primaryNode, before), span: spanOfNode(source, primaryNode, before) };
  if (postfixes.length > operatorLimit) {
    const at2 = cover(left.span, spanOfNode(source, postfixes.at(-1), left.span.end));
    return { value: tooComplex(context, at2), span: at2 };
  }
  for (const postfix of postfixes) {
    const at2 = cover(left.span, spanOfNode(source, postfix, left.span.end));
    if (postfix.children["Dot"]) {
      const member2 = identifier(context, token(postfix, "Identifier"), at2.end);
      left = { value: { kind: "member", object: left.value, member: member2, span: at2 }, span: at2 };
    } else {
      const indices2 = nodes(postfix, "indexItem").map((item) => indexItem(context, item, at2.end));
      left = { value: { kind: "index", object: left.value, indices: indices2, span: at2 }, span: at2 };
    }
  }
  return left;
}
function indexItem(context, cst, before) {
  const at2 = spanOfNode(context.source, cst, before);
  if (cst.children["Colon"]) return { kind: "all", span: at2 };
  if (cst.children["NewAxis"]) return { kind: "new-axis", span: at2 };
  return { kind: "at", value: rangeOrValue(context, node(cst, "rangeOrValue"), before), span: at2 };
}
function primary(context, cst, before) {
  const { source, diagnostics } = context;
  const at2 = spanOfNode(source, cst, before);
  const number3 = token(cst, "NumberLiteral");
  if (number3) return { kind: "number", value: numberValue(source, number3, diagnostics), span: at2 };
  const string = token(cst, "StringLiteral");
  if (string) return { kind: "string", value: stringValue(source, string, diagnostics), span: at2 };
  if (token(cst, "True")) return { kind: "boolean", value: true, span: at2 };
  if (token(cst, "False")) return { kind: "boolean", value: false, span: at2 };
  const name2 = token(cst, "Identifier");
  if (name2) {
    const call2 = node(cst, "callArguments");
    if (!call2) return { kind: "name", name: name2.image, span: at2 };
    const callee = identifier(context, name2, before);
    return { kind: "call", callee, arguments: callArguments(context, call2, at2.end), span: at2 };
  }
  const list = node(cst, "list");
  if (list) return { kind: "list", items: expressions(context, list, at2.end), span: at2 };
  return parenthesised(context, node(cst, "parenthesised"), before);
}
function parenthesised(context, cst, before) {
  if (!cst) return missing(context, before);
  const at2 = spanOfNode(context.source, cst, before);
  const fields = nodes(cst, "tupleField");
  if (fields.length === 0) return expression(context, node(cst, "expression"), at2.end);
  const built = fields.map((field2) => {
    const place = spanOfNode(context.source, field2, at2.end);
    const name2 = identifier(context, token(field2, "Identifier"), place.start);
    return { name: name2, value: expression(context, node(field2, "expression"), place.end), span: place };
  });
  return { kind: "tuple", fields: built, span: at2 };
}
function expressions(context, cst, before) {
  return nodes(cst, "expression").map((e) => expression(context, e, before));
}
function callArguments(context, cst, before) {
  return nodes(cst, "argument").map((argument2) => {
    const at2 = spanOfNode(context.source, argument2, before);
    const name2 = token(argument2, "Identifier");
    const value2 = argumentValue(context, node(argument2, "argumentValue"), at2.end);
    return { ...name2 ? { name: identifier(context, name2, before) } : {}, value: value2, span: at2 };
  });
}
function argumentValue(context, cst, before) {
  const at2 = spanOfNode(context.source, cst, before);
  const first2 = expression(context, node(cst, "expression"), at2.start);
  if (cst?.children["DotDot"]) {
    return { kind: "range", low: first2, high: operation(context, node(cst, "high"), at2.end), span: at2 };
  }
  if (cst?.children["Arrow"]) {
    return { kind: "transition", from: first2, to: operation(context, node(cst, "to"), at2.end), span: at2 };
  }
  const unit2 = token(cst, "unit");
  return unit2 ? { kind: "duration", count: first2, unit: unitOf(unit2), span: at2 } : first2;
}
var unitOf = (unit2) => unit2.image === "epochs" ? "epochs" : "steps";
function schedule(context, cst, before) {
  const at2 = spanOfNode(context.source, cst, before);
  const count = operation(context, node(cst, "operation"), at2.start);
  const unit2 = token(cst, "unit");
  return unit2 ? { kind: "duration", count, unit: unitOf(unit2), span: at2 } : count;
}
function rangeOrValue(context, cst, before) {
  return cst?.children["DotDot"] ? range(context, cst, before) : operation(context, node(cst, "operation"), before);
}
function range(context, cst, before) {
  const at2 = spanOfNode(context.source, cst, before);
  const low = operation(context, node(cst, "operation"), at2.start);
  return { kind: "range", low, high: operation(context, node(cst, "high"), at2.end), span: at2 };
}

// src/parser/build-type.ts
function type(context, cst, before) {
  const tuple2 = node(cst, "tupleType");
  if (!tuple2) return tensorType(context, node(cst, "tensorType"), before);
  const at2 = spanOfNode(context.source, tuple2, before);
  return { kind: "tuple-type", fields: nodes(tuple2, "field").map((f) => field(context, f, at2.end)), span: at2 };
}
function tensorType(context, cst, before) {
  const at2 = spanOfNode(context.source, cst, before);
  const bounds2 = node(cst, "range");
  return {
    kind: "tensor-type",
    name: identifier(context, token(cst, "Identifier"), at2.start),
    arguments: expressions(context, cst, at2.end),
    shape: expressions(context, node(cst, "shape"), at2.end),
    ...bounds2 ? { range: range(context, bounds2, at2.end) } : {},
    span: at2
  };
}
function field(context, cst, before) {
  const at2 = spanOfNode(context.source, cst, before);
  const name2 = identifier(context, token(cst, "Identifier"), at2.start);
  return { name: name2, type: type(context, node(cst, "type"), at2.end), span: at2 };
}
function draw(context, cst, before) {
  const at2 = spanOfNode(context.source, cst, before);
  return {
    name: identifier(context, token(cst, "name"), at2.start),
    distribution: identifier(context, token(cst, "distribution"), at2.end),
    arguments: callArguments(context, node(cst, "callArguments"), at2.end),
    shape: expressions(context, node(cst, "shape"), at2.end),
    span: at2
  };
}

// src/parser/build.ts
function declaration(context, head2, cst, at2) {
  const row = builders.get(head2.tokenType);
  if (!row) return { kind: "unknown", head: identifier(context, head2, at2.start), span: at2 };
  return row.build(context, node(cst, row.rule), at2);
}
var builders = /* @__PURE__ */ new Map([
  [Model, { rule: "model", build: (c, cst, at2) => ({ kind: "model", name: named(c, cst, at2), span: at2 }) }],
  [Const, { rule: "constant", build: (c, cst, at2) => ({ kind: "const", ...assigned(c, cst, at2), span: at2 }) }],
  [Let, { rule: "binding", build: (c, cst, at2) => ({ kind: "let", ...assigned(c, cst, at2), span: at2 }) }],
  [Loss, { rule: "loss", build: (c, cst, at2) => ({ kind: "loss", ...assigned(c, cst, at2), span: at2 }) }],
  [Data, { rule: "data", build: data }],
  [Latent, { rule: "latent", build: latent }],
  [Network, { rule: "network", build: network }],
  [Block, { rule: "block", build: block }],
  [Fn, { rule: "fn", build: fn }],
  [Train, { rule: "train", build: train }],
  [Evaluate, { rule: "evaluate", build: (c, cst, at2) => ({ kind: "evaluate", ...items(c, cst, at2), span: at2 }) }],
  [Show, { rule: "show", build: (c, cst, at2) => ({ kind: "show", ...items(c, cst, at2), span: at2 }) }],
  [Expect, { rule: "expect", build: expectation }]
]);
function named(context, cst, at2) {
  return identifier(context, token(cst, "Identifier"), at2.end);
}
function assigned(context, cst, at2) {
  const assignment = node(cst, "assignment");
  const end = spanOfNode(context.source, assignment, at2.end).end;
  return { name: named(context, assignment, at2), value: expression(context, node(assignment, "expression"), end) };
}
function data(context, cst, at2) {
  const nameToken = token(cst, "Identifier");
  const name2 = identifier(context, nameToken, at2.end);
  const source = expression(context, node(cst, "expression"), at2.end);
  if (cst?.children["LCurly"]) {
    const fields = nodes(cst, "field").map((f) => field(context, f, at2.end));
    return { kind: "data", ...nameToken ? { name: name2 } : {}, fields, source, span: at2 };
  }
  const fieldType2 = type(context, node(cst, "type"), name2.span.end);
  const only = { name: name2, type: fieldType2, span: span(context.source, name2.span.start, fieldType2.span.end) };
  return { kind: "data", fields: [only], source, span: at2 };
}
function latent(context, cst, at2) {
  return { kind: "latent", draw: draw(context, node(cst, "draw"), at2.end), span: at2 };
}
function expectation(context, cst, at2) {
  return { kind: "expect", condition: expression(context, node(cst, "expression"), at2.end), span: at2 };
}
function network(context, cst, at2) {
  const name2 = identifier(context, token(cst, "name"), at2.end);
  if (cst?.children["Like"]) {
    const like = identifier(context, token(cst, "like"), at2.end);
    return { kind: "network", name: name2, like, parameters: [], defaults: [], span: at2 };
  }
  return {
    kind: "network",
    name: name2,
    parameters: parameters(context, cst, at2.end),
    ...result(context, cst, at2.end),
    defaults: callArguments(context, cst, at2.end),
    body: body(context, node(cst, "body"), at2.end, "network"),
    span: at2
  };
}
function block(context, cst, at2) {
  return {
    kind: "block",
    name: named(context, cst, at2),
    parameters: parameters(context, cst, at2.end),
    ...result(context, cst, at2.end),
    body: body(context, node(cst, "body"), at2.end, "block"),
    span: at2
  };
}
function fn(context, cst, at2) {
  return {
    kind: "fn",
    name: named(context, cst, at2),
    parameters: parameters(context, cst, at2.end),
    body: body(context, node(cst, "body"), at2.end, "function"),
    span: at2
  };
}
function parameters(context, cst, before) {
  return nodes(node(cst, "parameters"), "parameter").map((parameter) => {
    const at2 = spanOfNode(context.source, parameter, before);
    const typed = node(parameter, "type");
    const value2 = node(parameter, "expression");
    return {
      name: identifier(context, token(parameter, "Identifier"), at2.start),
      ...typed ? { type: type(context, typed, at2.end) } : {},
      ...value2 ? { default: expression(context, value2, at2.end) } : {},
      span: at2
    };
  });
}
function result(context, cst, before) {
  const arrow = node(cst, "result");
  return arrow ? { result: type(context, node(arrow, "type"), spanOfNode(context.source, arrow, before).end) } : {};
}
function body(context, cst, before, what) {
  const at2 = spanOfNode(context.source, cst, before);
  const bindings = nodes(cst, "statement").map((statement) => binding(context, statement, at2.end));
  const value2 = node(cst, "expression");
  const close = token(cst, "RCurly");
  if (close && !value2) {
    const last2 = bindings.findLast((b2) => b2.kind === "let")?.name.name;
    const place = spanOfToken(context.source, close);
    context.diagnostics.push(report("missing-result", place, { what, ...last2 ? { last: last2 } : {} }));
  }
  const end = close ? close.startOffset : at2.end;
  return { kind: "body", bindings, result: expression(context, value2, end), span: at2 };
}
function binding(context, cst, before) {
  const at2 = spanOfNode(context.source, cst, before);
  const drawn2 = node(cst, "draw");
  if (drawn2) return { kind: "draw", draw: draw(context, drawn2, at2.end), span: at2 };
  return { kind: "let", ...assigned(context, node(cst, "binding"), at2), span: at2 };
}
function train(context, cst, at2) {
  const batch = node(cst, "batch");
  return {
    kind: "train",
    duration: schedule(context, node(cst, "schedule"), at2.end),
    ...batch ? { batch: operation(context, batch, at2.end) } : {},
    actions: actions(context, cst, at2.end),
    span: at2
  };
}
function actions(context, cst, before) {
  return nodes(node(cst, "actions"), "action").flatMap((alternatives) => {
    for (const [rule, build] of Object.entries(actionBuilders)) {
      const found = node(alternatives, rule);
      if (found) return [build(context, found, spanOfNode(context.source, found, before))];
    }
    return [];
  });
}
var actionBuilders = {
  minimize(context, cst, at2) {
    const using = node(cst, "using");
    return {
      kind: "minimize",
      loss: expression(context, node(cst, "loss"), at2.end),
      over: names(context, cst, at2.end),
      ...using ? { using: expression(context, using, at2.end) } : {},
      span: at2
    };
  },
  repeat: (context, cst, at2) => ({
    kind: "repeat",
    count: operation(context, node(cst, "operation"), at2.end),
    actions: actions(context, cst, at2.end),
    span: at2
  }),
  every: (context, cst, at2) => ({
    kind: "every",
    period: schedule(context, node(cst, "schedule"), at2.end),
    actions: actions(context, cst, at2.end),
    span: at2
  }),
  clip: (context, cst, at2) => ({
    kind: "clip",
    network: named(context, cst, at2),
    range: range(context, node(cst, "range"), at2.end),
    span: at2
  }),
  average: (context, cst, at2) => ({
    kind: "average",
    network: identifier(context, token(cst, "network"), at2.end),
    as: identifier(context, token(cst, "as"), at2.end),
    decay: expression(context, node(cst, "expression"), at2.end),
    span: at2
  })
};
function names(context, cst, before) {
  return tokens(node(cst, "names"), "Identifier").map((name2) => identifier(context, name2, before));
}
function items(context, cst, at2) {
  const inner = node(cst, "report");
  const every2 = node(inner, "schedule");
  return {
    ...every2 ? { every: schedule(context, every2, at2.end) } : {},
    using: names(context, inner, at2.end),
    items: expressions(context, inner, at2.end)
  };
}

// src/parser/grammar-expressions.ts
var errorMessageProvider = {
  buildMismatchTokenMessage: ({ expected }) => expected.name,
  buildNotAllInputParsedMessage: () => "",
  buildNoViableAltMessage: ({ ruleName }) => ruleName,
  buildEarlyExitMessage: ({ ruleName }) => ruleName
};
var ExpressionParser = class extends CstParser {
  constructor(skipValidations) {
    super(tokenTypes, {
      recoveryEnabled: true,
      // One token decides nearly everywhere; where two are needed, the rule says so.
      maxLookahead: 1,
      nodeLocationTracking: "onlyOffset",
      errorMessageProvider,
      skipValidations
    });
  }
  /** The next token stands on the line where the last one ended. */
  sameLine = () => this.LA(1).startLine === this.LA(0).endLine;
  // ── values ────────────────────────────────────────────────────────────────────────────────────────────────────────
  expression = this.RULE("expression", () => {
    this.SUBRULE(this.operation);
    this.MANY(() => this.SUBRULE(this.link));
  });
  /** The operator alternative is the slip `x |> f + y`: an operation has already taken every operator that is its own. */
  link = this.RULE("link", () => {
    this.OR([
      {
        ALT: () => {
          this.CONSUME(Pipe);
          this.SUBRULE(this.stage);
        }
      },
      {
        ALT: () => {
          this.CONSUME(BinaryOperator);
          this.SUBRULE(this.operation);
        }
      }
    ]);
  });
  stage = this.RULE("stage", () => {
    this.OR([
      {
        ALT: () => {
          this.CONSUME(Repeat);
          this.CONSUME(LParen);
          this.SUBRULE(this.expression);
          this.CONSUME(RParen);
          this.SUBRULE(this.stages);
        }
      },
      {
        ALT: () => {
          this.CONSUME(For);
          this.CONSUME(Identifier, { LABEL: "variable" });
          this.CONSUME(In);
          this.SUBRULE(this.rangeOrValue);
          this.SUBRULE2(this.stages);
        }
      },
      {
        ALT: () => {
          this.CONSUME2(Identifier, { LABEL: "callee" });
          this.OPTION({ GATE: this.sameLine, DEF: () => this.SUBRULE(this.callArguments) });
        }
      }
    ]);
  });
  stages = this.RULE("stages", () => {
    this.CONSUME(LCurly);
    this.AT_LEAST_ONE_SEP({ SEP: Pipe, DEF: () => this.SUBRULE(this.stage) });
    this.CONSUME(RCurly);
  });
  /** Operands and operators in a row; `precedence.ts` says which belong together. */
  operation = this.RULE("operation", () => {
    this.SUBRULE(this.operand);
    this.MANY(() => {
      this.CONSUME(BinaryOperator);
      this.SUBRULE2(this.operand);
    });
  });
  operand = this.RULE("operand", () => {
    this.MANY(() => this.CONSUME(PrefixOperator));
    this.SUBRULE(this.primary);
    this.MANY2({
      GATE: () => this.LA(1).tokenType !== LSquare || this.sameLine(),
      DEF: () => this.SUBRULE(this.postfix)
    });
  });
  postfix = this.RULE("postfix", () => {
    this.OR([
      {
        ALT: () => {
          this.CONSUME(Dot);
          this.CONSUME(Identifier);
        }
      },
      {
        ALT: () => {
          this.CONSUME(LSquare);
          this.AT_LEAST_ONE_SEP({ SEP: Comma, DEF: () => this.SUBRULE(this.indexItem) });
          this.CONSUME(RSquare);
        }
      }
    ]);
  });
  indexItem = this.RULE("indexItem", () => {
    this.OR([
      { ALT: () => this.CONSUME(Colon) },
      { ALT: () => this.CONSUME(NewAxis) },
      { ALT: () => this.SUBRULE(this.rangeOrValue) }
    ]);
  });
  primary = this.RULE("primary", () => {
    this.OR([
      { ALT: () => this.CONSUME(NumberLiteral) },
      { ALT: () => this.CONSUME(StringLiteral) },
      { ALT: () => this.CONSUME(True) },
      { ALT: () => this.CONSUME(False) },
      {
        ALT: () => {
          this.CONSUME(Identifier);
          this.OPTION({ GATE: this.sameLine, DEF: () => this.SUBRULE(this.callArguments) });
        }
      },
      { ALT: () => this.SUBRULE(this.list) },
      { ALT: () => this.SUBRULE(this.parenthesised) }
    ]);
  });
  list = this.RULE("list", () => {
    this.CONSUME(LSquare);
    this.MANY_SEP({ SEP: Comma, DEF: () => this.SUBRULE(this.expression) });
    this.CONSUME(RSquare);
  });
  parenthesised = this.RULE("parenthesised", () => {
    this.CONSUME(LParen);
    this.OR({
      MAX_LOOKAHEAD: 2,
      DEF: [
        { ALT: () => this.AT_LEAST_ONE_SEP({ SEP: Comma, DEF: () => this.SUBRULE(this.tupleField) }) },
        { ALT: () => this.SUBRULE(this.expression) }
      ]
    });
    this.CONSUME(RParen);
  });
  tupleField = this.RULE("tupleField", () => {
    this.CONSUME(Identifier);
    this.CONSUME(Colon);
    this.SUBRULE(this.expression);
  });
  callArguments = this.RULE("callArguments", () => {
    this.CONSUME(LParen);
    this.MANY_SEP({ SEP: Comma, DEF: () => this.SUBRULE(this.argument) });
    this.CONSUME(RParen);
  });
  argument = this.RULE("argument", () => {
    this.OR({
      MAX_LOOKAHEAD: 2,
      DEF: [
        {
          ALT: () => {
            this.CONSUME(Identifier);
            this.CONSUME(Colon);
            this.SUBRULE(this.argumentValue);
          }
        },
        { ALT: () => this.SUBRULE2(this.argumentValue) }
      ]
    });
  });
  /** An expression, a range `-1..1`, a duration `100 epochs` or a transition `2e-4 -> 0`. */
  argumentValue = this.RULE("argumentValue", () => {
    this.SUBRULE(this.expression);
    this.OPTION(
      () => this.OR([
        {
          ALT: () => {
            this.CONSUME(DotDot);
            this.SUBRULE(this.operation, { LABEL: "high" });
          }
        },
        {
          ALT: () => {
            this.CONSUME(Arrow);
            this.SUBRULE2(this.operation, { LABEL: "to" });
          }
        },
        { ALT: () => this.CONSUME(Steps, { LABEL: "unit" }) },
        { ALT: () => this.CONSUME(Epochs, { LABEL: "unit" }) }
      ])
    );
  });
  /** `100 epochs`, `16 steps`. */
  schedule = this.RULE("schedule", () => {
    this.SUBRULE(this.operation);
    this.OR([
      { ALT: () => this.CONSUME(Steps, { LABEL: "unit" }) },
      { ALT: () => this.CONSUME(Epochs, { LABEL: "unit" }) }
    ]);
  });
  range = this.RULE("range", () => {
    this.SUBRULE(this.operation);
    this.CONSUME(DotDot);
    this.SUBRULE2(this.operation, { LABEL: "high" });
  });
  rangeOrValue = this.RULE("rangeOrValue", () => {
    this.SUBRULE(this.operation);
    this.OPTION(() => {
      this.CONSUME(DotDot);
      this.SUBRULE2(this.operation, { LABEL: "high" });
    });
  });
  // ── types ─────────────────────────────────────────────────────────────────────────────────────────────────────────
  type = this.RULE("type", () => {
    this.OR([{ ALT: () => this.SUBRULE(this.tensorType) }, { ALT: () => this.SUBRULE(this.tupleType) }]);
  });
  tensorType = this.RULE("tensorType", () => {
    this.CONSUME(Identifier);
    this.OPTION(() => {
      this.CONSUME(LParen);
      this.MANY_SEP({ SEP: Comma, DEF: () => this.SUBRULE(this.expression) });
      this.CONSUME(RParen);
    });
    this.OPTION2(() => this.SUBRULE(this.shape));
    this.OPTION3(() => {
      this.CONSUME(In);
      this.SUBRULE(this.range);
    });
  });
  shape = this.RULE("shape", () => {
    this.CONSUME(LSquare);
    this.MANY_SEP({ SEP: Comma, DEF: () => this.SUBRULE(this.expression) });
    this.CONSUME(RSquare);
  });
  tupleType = this.RULE("tupleType", () => {
    this.CONSUME(LParen);
    this.AT_LEAST_ONE_SEP({ SEP: Comma, DEF: () => this.SUBRULE(this.field) });
    this.CONSUME(RParen);
  });
  /** `name: type`, in data and in tuple types. */
  field = this.RULE("field", () => {
    this.CONSUME(Identifier);
    this.CONSUME(Colon);
    this.SUBRULE(this.type);
  });
};

// src/parser/grammar.ts
var GanParser = class extends ExpressionParser {
  constructor(skipValidations) {
    super(skipValidations);
    this.performSelfAnalysis();
  }
  declaration = this.RULE("declaration", () => {
    this.OR([
      { ALT: () => this.SUBRULE(this.model) },
      { ALT: () => this.SUBRULE(this.constant) },
      { ALT: () => this.SUBRULE(this.data) },
      { ALT: () => this.SUBRULE(this.latent) },
      { ALT: () => this.SUBRULE(this.network) },
      { ALT: () => this.SUBRULE(this.block) },
      { ALT: () => this.SUBRULE(this.fn) },
      { ALT: () => this.SUBRULE(this.binding) },
      { ALT: () => this.SUBRULE(this.loss) },
      { ALT: () => this.SUBRULE(this.train) },
      { ALT: () => this.SUBRULE(this.evaluate) },
      { ALT: () => this.SUBRULE(this.show) },
      { ALT: () => this.SUBRULE(this.expect) }
    ]);
  });
  model = this.RULE("model", () => {
    this.CONSUME(Model);
    this.CONSUME(Identifier);
  });
  // ── named values, data, latents ───────────────────────────────────────────────────────────────────────────────────
  constant = this.RULE("constant", () => {
    this.CONSUME(Const);
    this.SUBRULE(this.assignment);
  });
  binding = this.RULE("binding", () => {
    this.CONSUME(Let);
    this.SUBRULE(this.assignment);
  });
  loss = this.RULE("loss", () => {
    this.CONSUME(Loss);
    this.SUBRULE(this.assignment);
  });
  assignment = this.RULE("assignment", () => {
    this.CONSUME(Identifier);
    this.CONSUME(Equal);
    this.SUBRULE(this.expression);
  });
  data = this.RULE("data", () => {
    this.CONSUME(Data);
    this.OPTION(() => this.CONSUME(Identifier));
    this.OR([
      {
        ALT: () => {
          this.CONSUME(Colon);
          this.SUBRULE(this.type);
        }
      },
      {
        ALT: () => {
          this.CONSUME(LCurly);
          this.MANY(() => {
            this.SUBRULE(this.field);
            this.OPTION2(() => this.CONSUME(Comma));
          });
          this.CONSUME(RCurly);
        }
      }
    ]);
    this.CONSUME(From);
    this.SUBRULE(this.expression);
  });
  latent = this.RULE("latent", () => {
    this.CONSUME(Latent);
    this.SUBRULE(this.draw);
  });
  draw = this.RULE("draw", () => {
    this.CONSUME(Identifier, { LABEL: "name" });
    this.CONSUME(Tilde);
    this.CONSUME2(Identifier, { LABEL: "distribution" });
    this.OPTION({ GATE: this.sameLine, DEF: () => this.SUBRULE(this.callArguments) });
    this.OPTION2({ GATE: this.sameLine, DEF: () => this.SUBRULE(this.shape) });
  });
  // ── networks, blocks, functions ───────────────────────────────────────────────────────────────────────────────────
  network = this.RULE("network", () => {
    this.CONSUME(Network);
    this.CONSUME(Identifier, { LABEL: "name" });
    this.OR([
      {
        ALT: () => {
          this.CONSUME(Like);
          this.CONSUME2(Identifier, { LABEL: "like" });
        }
      },
      {
        ALT: () => {
          this.SUBRULE(this.parameters);
          this.OPTION(() => this.SUBRULE(this.result));
          this.OPTION2(() => {
            this.CONSUME(With);
            this.AT_LEAST_ONE_SEP({ SEP: Comma, DEF: () => this.SUBRULE(this.argument) });
          });
          this.SUBRULE(this.body);
        }
      }
    ]);
  });
  block = this.RULE("block", () => {
    this.CONSUME(Block);
    this.CONSUME(Identifier);
    this.SUBRULE(this.parameters);
    this.OPTION(() => this.SUBRULE(this.result));
    this.SUBRULE(this.body);
  });
  fn = this.RULE("fn", () => {
    this.CONSUME(Fn);
    this.CONSUME(Identifier);
    this.SUBRULE(this.parameters);
    this.SUBRULE(this.body);
  });
  parameters = this.RULE("parameters", () => {
    this.CONSUME(LParen);
    this.MANY_SEP({ SEP: Comma, DEF: () => this.SUBRULE(this.parameter) });
    this.CONSUME(RParen);
  });
  parameter = this.RULE("parameter", () => {
    this.CONSUME(Identifier);
    this.OPTION(() => {
      this.CONSUME(Colon);
      this.SUBRULE(this.type);
    });
    this.OPTION2(() => {
      this.CONSUME(Equal);
      this.SUBRULE(this.expression);
    });
  });
  result = this.RULE("result", () => {
    this.CONSUME(Arrow);
    this.SUBRULE(this.type);
  });
  /** The value is optional here only so that the tree builder can say what a body without one lacks. */
  body = this.RULE("body", () => {
    this.CONSUME(LCurly);
    this.MANY({ MAX_LOOKAHEAD: 2, DEF: () => this.SUBRULE(this.statement) });
    this.OPTION(() => this.SUBRULE(this.expression));
    this.CONSUME(RCurly);
  });
  statement = this.RULE("statement", () => {
    this.OR([{ ALT: () => this.SUBRULE(this.binding) }, { ALT: () => this.SUBRULE(this.draw) }]);
  });
  // ── the training program ──────────────────────────────────────────────────────────────────────────────────────────
  train = this.RULE("train", () => {
    this.CONSUME(Train);
    this.CONSUME(For);
    this.SUBRULE(this.schedule);
    this.OPTION(() => {
      this.CONSUME(Comma);
      this.CONSUME(Batch);
      this.SUBRULE(this.operation, { LABEL: "batch" });
    });
    this.SUBRULE(this.actions);
  });
  actions = this.RULE("actions", () => {
    this.CONSUME(LCurly);
    this.MANY(() => this.SUBRULE(this.action));
    this.CONSUME(RCurly);
  });
  action = this.RULE("action", () => {
    this.OR([
      { ALT: () => this.SUBRULE(this.minimize) },
      { ALT: () => this.SUBRULE(this.repeat) },
      { ALT: () => this.SUBRULE(this.every) },
      { ALT: () => this.SUBRULE(this.clip) },
      { ALT: () => this.SUBRULE(this.average) }
    ]);
  });
  minimize = this.RULE("minimize", () => {
    this.CONSUME(Minimize);
    this.SUBRULE(this.expression, { LABEL: "loss" });
    this.CONSUME(Over);
    this.SUBRULE(this.names);
    this.OPTION(() => {
      this.CONSUME(Using);
      this.SUBRULE2(this.expression, { LABEL: "using" });
    });
  });
  repeat = this.RULE("repeat", () => {
    this.CONSUME(Repeat);
    this.SUBRULE(this.operation);
    this.SUBRULE(this.actions);
  });
  every = this.RULE("every", () => {
    this.CONSUME(Every);
    this.SUBRULE(this.schedule);
    this.SUBRULE(this.actions);
  });
  clip = this.RULE("clip", () => {
    this.CONSUME(Clip);
    this.CONSUME(Identifier);
    this.CONSUME(To);
    this.SUBRULE(this.range);
  });
  average = this.RULE("average", () => {
    this.CONSUME(Average);
    this.CONSUME(Identifier, { LABEL: "network" });
    this.CONSUME(As);
    this.CONSUME2(Identifier, { LABEL: "as" });
    this.CONSUME(Decay);
    this.SUBRULE(this.expression);
  });
  names = this.RULE("names", () => {
    this.AT_LEAST_ONE_SEP({ SEP: Comma, DEF: () => this.CONSUME(Identifier) });
  });
  // ── evaluation ────────────────────────────────────────────────────────────────────────────────────────────────────
  evaluate = this.RULE("evaluate", () => {
    this.CONSUME(Evaluate);
    this.SUBRULE(this.report);
  });
  show = this.RULE("show", () => {
    this.CONSUME(Show);
    this.SUBRULE(this.report);
  });
  report = this.RULE("report", () => {
    this.OPTION(() => {
      this.CONSUME(Every);
      this.SUBRULE(this.schedule);
    });
    this.OPTION2(() => {
      this.CONSUME(Using);
      this.SUBRULE(this.names);
    });
    this.CONSUME(LCurly);
    this.MANY(() => {
      this.SUBRULE(this.expression);
      this.OPTION3(() => this.CONSUME(Comma));
    });
    this.CONSUME(RCurly);
  });
  expect = this.RULE("expect", () => {
    this.CONSUME(Expect);
    this.SUBRULE(this.expression);
  });
};

// src/parser/did-you-mean.ts
function didYouMean(name2, choices) {
  const limit = Math.max(name2.length / 3, 1);
  const near = [];
  for (const choice of new Set(choices)) {
    if (choice === name2 || Math.abs(choice.length - name2.length) > limit) continue;
    const distance = editDistance(name2.toLowerCase(), choice.toLowerCase());
    if (distance <= limit) near.push({ choice, distance, grown: Math.abs(choice.length - name2.length) });
  }
  near.sort((a2, b2) => a2.distance - b2.distance || a2.grown - b2.grown || (a2.choice < b2.choice ? -1 : 1));
  return near.slice(0, 5).map((n) => n.choice);
}
function editDistance(a2, b2) {
  let beforeLast = [];
  let last2 = Array.from({ length: b2.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a2.length; i++) {
    const row = [i];
    for (let j = 1; j <= b2.length; j++) {
      const cost = a2[i - 1] === b2[j - 1] ? 0 : 1;
      let best = Math.min(last2[j] + 1, row[j - 1] + 1, last2[j - 1] + cost);
      if (i > 1 && j > 1 && a2[i - 1] === b2[j - 2] && a2[i - 2] === b2[j - 1])
        best = Math.min(best, beforeLast[j - 2] + 1);
      row.push(best);
    }
    beforeLast = last2;
    last2 = row;
  }
  return last2[b2.length];
}

// src/parser/hints.ts
var nameOf = {
  model: "the name of the model",
  assignment: "a name",
  data: "the name of the data",
  field: "the name of a field",
  network: "the name of a network",
  block: "the name of the block",
  fn: "the name of the function",
  parameter: "the name of a parameter",
  names: "the name of a network",
  clip: "the name of a network",
  average: "the name of a network",
  stage: "the name of a loop variable",
  postfix: "the name of a value"
};
var firstOf = {
  names: "the name of a network",
  tupleType: "the name of a field",
  network: "the name of an option, as in `with init: normal(0.02)`,"
};
var choiceOf = {
  data: "`:` and a type, or `{` and fields",
  network: "`(` and parameters, or `like` and a network",
  schedule: "`steps` or `epochs`"
};
var hints = [
  { previous: ",", found: [")", "]", "}", "{"], help: "a comma promises another one after it: remove the comma" },
  { previous: "return", help: "a body\u2019s last expression is its value: leave out `return`" },
  {
    rule: "assignment",
    expected: "=",
    found: ["~"],
    help: "a draw needs no `let`: write `t ~ \u2026` in a body, `latent z ~ \u2026` outside"
  },
  { rule: "assignment", expected: "=", found: ["("], help: "a function is declared with `fn name(x) { \u2026 }`" },
  { rule: "assignment", expected: "=", found: [":"], help: "a name takes the type of its value: leave the type out" },
  {
    rule: "actions",
    expected: "{",
    found: ["batch"],
    help: "a comma stands before `batch`: `train for 100 epochs, batch 64 { \u2026 }`"
  },
  { rule: "actions", expected: "}", found: ["let"], help: "`let` stands outside of `train`: name the value above it" },
  {
    rule: "actions",
    expected: "}",
    help: "a train block is made of `minimize`, `repeat`, `every`, `clip` and `average`"
  },
  { rule: "body", expected: "}", found: ["let"], help: "a body\u2019s value comes last: move the `let` above it" },
  { rule: "body", expected: "}", help: "a body is `let` lines and draws, then one expression: its value" },
  { rule: "parameters", expected: ")", found: ["->", "{"], help: "close the parameters with `)` first" },
  { rule: "body", expected: "{", found: ["->"], help: "a function\u2019s type follows from its body: leave it out" },
  { rule: "report", expected: "}", help: "what stands here are calls such as `fid(fake, x)`" },
  { rule: "train", expected: "for", help: "write `train for 5_000 steps, batch 256 { \u2026 }`" },
  { rule: "schedule", help: "a duration counts steps or epochs: `16 steps`, `5 epochs`" },
  { rule: "range", expected: "..", help: "a range is written `-1..1`; both ends belong to it" },
  { rule: "minimize", expected: "over", help: "write `minimize LOSS over NETWORK using adam(1e-4)`" },
  { rule: "average", help: "write `average G as G_ema decay 0.999`" },
  {
    rule: "stage",
    help: "after |> comes a layer or function such as `dense(128)`, `repeat(2) { \u2026 }` or `for i in 1..3 { \u2026 }`; or remove the |>"
  },
  { rule: "stages", expected: "}", help: "a block of stages holds stages joined by |>" },
  {
    rule: "callArguments",
    expected: ")",
    help: "arguments are separated by commas, and named with a colon: `ring(modes: 8, std: 0.01)`"
  },
  { rule: "data", expected: "from", help: "say where the data come from: `data x: tensor[2] from ring(modes: 8)`" },
  { found: ["and", "or"], help: "there is no logical \u201Cand\u201D or \u201Cor\u201D; state each `expect` on its own" },
  { found: [".."], help: "a range stands in an argument, an index or after `in` and `to`" },
  { found: ["->"], help: "an arrow stands in a signature, or in an argument such as `linear(2e-4 -> 0)`" },
  { found: ["<-"], help: "if this compares with a negative number, put a space between: `x < -1`" },
  { found: ["="], help: "a value is named by `let name = \u2026`" },
  { found: [")", "]", "}"], help: "remove it, or add what opens it" }
];
function hintFor2(slip) {
  const { source, rule, expected, token: token2, previous } = slip;
  if (token2 && previous?.tokenType === NumberLiteral && previous.endOffset + 1 === token2.startOffset) {
    if (/^[A-Za-z_]/.test(token2.image)) return `to multiply, write \`${previous.image} * ${token2.image}\``;
  }
  if (token2?.tokenType === Dot) {
    const digits = /^\d+/.exec(source.text.slice(token2.endOffset + 1));
    if (digits) return `a fraction begins with a digit: \`0.${digits[0]}\``;
  }
  return hints.find(
    (hint) => (hint.rule === void 0 || hint.rule === rule) && (hint.expected === void 0 || hint.expected === expected) && (hint.found === void 0 || token2 !== void 0 && hint.found.includes(token2.image)) && (hint.previous === void 0 || hint.previous === previous?.image)
  )?.help;
}

// src/parser/split.ts
function split(tokens2) {
  const starts = boundaries(tokens2);
  return starts.map((start, i) => {
    const end = starts[i + 1];
    const piece = tokens2.slice(start, end);
    const known = declarationHeads.has(piece[0].tokenType);
    return { tokens: piece, known, ...end === void 0 ? {} : { next: tokens2[end] } };
  });
}
function boundaries(tokens2) {
  const unclosed2 = unclosedBraces(tokens2);
  const starts = [];
  const open = [];
  let head2;
  for (const [i, token2] of tokens2.entries()) {
    if (!head2 || begins(tokens2, i, head2, open, unclosed2)) {
      starts.push(i);
      head2 = token2;
      open.length = 0;
    }
    follow(tokens2, i, open);
  }
  return starts;
}
function begins(tokens2, i, head2, open, unclosed2) {
  const token2 = tokens2[i];
  const type2 = token2.tokenType;
  const previous = tokens2[i - 1];
  const lineStart = token2.startLine !== previous.endLine;
  const atMargin = lineStart && token2.startColumn <= head2.startColumn;
  const complete3 = canEnd(previous.tokenType);
  const free = open.length === 0;
  if (alwaysHeads.has(type2)) return atMargin || free && (lineStart || complete3);
  if (type2 === Let && free) return lineStart || complete3;
  if (!free && !atMargin) return false;
  const broken = open.some((j) => unclosed2.has(j));
  const outside2 = free || broken || !open.some((j) => tokens2[j].tokenType === LCurly);
  if (type2 === Let) return outside2;
  if (declarationHeads.has(type2)) {
    const ended = complete3 || softWords.has(previous.tokenType);
    return lineStart && ended && outside2;
  }
  const mayBegin = type2 === Identifier || actionHeads.has(type2);
  if (!mayBegin || !atMargin || !complete3) return false;
  if (free) return true;
  const next = tokens2[i + 1];
  return broken && type2 === Identifier && next !== void 0 && isName(next) && next.startLine === token2.startLine;
}
var alwaysHeads = new Set(
  [...declarationHeads].filter((type2) => type2 !== Let && hardWords.has(type2))
);
function isName(token2) {
  return token2.tokenType === Identifier || softWords.has(token2.tokenType);
}
var ends = /* @__PURE__ */ new Set([
  Identifier,
  NumberLiteral,
  StringLiteral,
  UnterminatedString,
  True,
  False,
  RParen,
  RSquare,
  RCurly,
  Steps,
  Epochs
]);
function canEnd(type2) {
  return ends.has(type2) || lookalikeOf.get(type2)?.meant === "string";
}
function follow(tokens2, i, open) {
  const type2 = tokens2[i].tokenType;
  if (closerOf.has(type2)) open.push(i);
  const opener = openerOf.get(type2);
  if (!opener) return;
  const at2 = open.findLastIndex((j) => tokens2[j].tokenType === opener);
  const wall = opener === LCurly ? -1 : open.findLastIndex((j) => tokens2[j].tokenType === LCurly);
  if (at2 > wall) open.length = at2;
}
function openBrackets(tokens2, end) {
  const open = [];
  for (let i = 0; i < end; i++) follow(tokens2, i, open);
  return open;
}
function unclosedBraces(tokens2) {
  const unclosed2 = /* @__PURE__ */ new Set();
  const open = [];
  const giveUp = () => {
    for (const j of open) if (tokens2[j].tokenType === LCurly) unclosed2.add(j);
    open.length = 0;
  };
  let margin2 = tokens2[0]?.startColumn ?? 1;
  for (const [i, token2] of tokens2.entries()) {
    const lineStart = i > 0 && token2.startLine !== tokens2[i - 1].endLine;
    if (lineStart && alwaysHeads.has(token2.tokenType) && token2.startColumn <= margin2) {
      giveUp();
      margin2 = token2.startColumn;
    }
    follow(tokens2, i, open);
  }
  giveUp();
  return unclosed2;
}

// src/parser/syntax-errors.ts
var ruleOf = (error3) => error3.context.ruleStack.at(-1) ?? "";
var isWord = (token2) => token2.tokenType === Identifier || softWords.has(token2.tokenType) || hardWords.has(token2.tokenType);
var listRules = /* @__PURE__ */ new Set(["callArguments", "parameters", "list", "shape", "tensorType", "tupleType", "postfix"]);
function syntaxError(source, piece, error3) {
  const { tokens: tokens2 } = piece;
  const rule = ruleOf(error3);
  const last2 = tokens2.at(-1);
  const atEnd = Number.isNaN(error3.token.startOffset);
  const token2 = atEnd ? void 0 : error3.token;
  const index2 = token2 ? tokens2.indexOf(token2) : tokens2.length;
  const previous = tokens2[index2 - 1];
  const at2 = token2 ? spanOfToken(source, token2) : span(source, last2.endOffset + 1, last2.endOffset + 1);
  const found = token2 ? describe(token2) : describeEnd(piece);
  const openIndex = openBrackets(tokens2, index2).at(-1);
  const opener = openIndex === void 0 ? void 0 : tokens2[openIndex];
  if (!token2 && opener && (previous === opener || canEnd(last2.tokenType))) return unclosed(source, piece, opener);
  const mismatch = error3.name === "MismatchedTokenException";
  const expected = mismatch ? labelOf(error3.message) : "";
  const help = hintFor2({ source, rule, expected, token: token2, previous });
  if (error3.name === "NotAllInputParsedException") {
    const model = tokens2[0].tokenType === Model;
    const after = model ? "the model\u2019s name" : `this \`${tokens2[0].image}\``;
    const oneWord = model && token2 && isWord(token2) ? `a name is one word: \`${previous.image}_${token2.image}\`` : void 0;
    return report("unexpected-token", at2, { after, found, help: help ?? oneWord ?? "put an operator between them, or remove what is too much" });
  }
  if (mismatch && error3.message !== Identifier.name) {
    if (rule === "body" && expected === "}" && token2?.tokenType === Equal && previous && isWord(previous)) {
      return missingLet(source, previous, "let");
    }
    if (previous === opener && listRules.has(rule) && expected === closerText(opener)) {
      if (rule !== "parameters") return report("expected-expression", at2, { found, help: reservedHelp(token2) });
      return report("expected-name", at2, { found, what: nameOf["parameter"], reserved: isReserved(token2) });
    }
    if (rule === "data" && expected === "}" && isReserved(token2)) {
      return report("expected-name", at2, { found, what: nameOf["field"], reserved: true });
    }
    const separated = listRules.has(rule) && (expected === ")" || expected === "]");
    const phrase2 = separated ? `\`,\` or \`${expected}\`` : `\`${expected}\``;
    const colon = rule === "callArguments" && token2?.tokenType === Equal && previous && isWord(previous);
    const fix = colon ? { title: "write a colon", edits: [{ span: at2, replacement: ": " }], safe: false } : void 0;
    return report(
      "expected-token",
      at2,
      { expected: phrase2, found, help: colon ? `an argument is named with a colon: \`${previous.image}: \u2026\`` : help },
      { labels: openedAt(source, expected, opener), fix }
    );
  }
  if (mismatch && rule === "tensorType" || rule === "type") return report("expected-type", at2, { found, help });
  const first2 = error3.name === "EarlyExitException" ? firstOf[rule] : void 0;
  if (mismatch || first2) {
    return report("expected-name", at2, {
      found,
      what: first2 ?? nameOf[rule] ?? "a name",
      reserved: isReserved(token2),
      help
    });
  }
  if (rule === "stage" || rule === "stages") return report("expected-stage", at2, { found, help });
  const choice = choiceOf[rule];
  if (choice) return report("expected-token", at2, { expected: choice, found, help });
  return report("expected-expression", at2, { found, help: help ?? reservedHelp(token2) });
}
function missingLet(source, name2, keyword) {
  const at2 = spanOfToken(source, name2);
  const edits = [{ span: span(source, at2.start, at2.start), replacement: `${keyword} ` }];
  const fix = { title: `write ${keyword}`, edits, safe: false };
  return report("missing-let", at2, { name: name2.image, keyword }, { fix });
}
function unclosed(source, piece, opener) {
  const closer = closerOf.get(opener.tokenType);
  const labels2 = piece.next ? [{ span: spanOfToken(source, piece.next), text: "here the next declaration begins" }] : [];
  const parameters3 = { opener: opener.image, closer: textOfWord(closer) };
  return report("unclosed-brace", spanOfToken(source, opener), parameters3, { label: "opened here", labels: labels2 });
}
var closerText = (opener) => opener && closerOf.get(opener.tokenType)?.LABEL;
function openedAt(source, expected, opener) {
  return opener && closerText(opener) === expected ? [{ span: spanOfToken(source, opener), text: "opened here" }] : [];
}
var labels = new Map(
  tokenTypes.map((type2) => [type2.name, textOfWord(type2)])
);
var labelOf = (name2) => labels.get(name2) ?? name2;
function describe(token2) {
  const text = token2.image.length <= 30 ? token2.image : `${token2.image.slice(0, 27)}\u2026`;
  if (hardWords.has(token2.tokenType)) return `the reserved word \`${text}\``;
  if (token2.tokenType === NumberLiteral) return `the number \`${text}\``;
  if (token2.tokenType === StringLiteral) return `the string \`${text}\``;
  return `\`${text}\``;
}
function describeEnd(piece) {
  return piece.next ? `only the next declaration, \`${piece.next.image} \u2026\`` : "only the end of the file";
}
var isReserved = (token2) => token2 !== void 0 && hardWords.has(token2.tokenType);
function reservedHelp(token2) {
  return token2 && isReserved(token2) ? `\`${token2.image}\` is a reserved word, so nothing can have it as its name` : void 0;
}

// src/parser/heads.ts
var declarationWords = [...declarationHeads].map(textOfWord);
var actionWords = [...actionHeads].map(textOfWord);
var otherNames = new Map([
  ...["def", "func", "function"].map((word2) => [word2, "fn"]),
  ...["var", "val"].map((word2) => [word2, "let"]),
  ...["generator", "discriminator", "critic"].map((word2) => [word2, "network"]),
  ...["layer", "module"].map((word2) => [word2, "block"]),
  ["constant", "const"],
  ["dataset", "data"],
  ["noise", "latent"],
  ["objective", "loss"],
  ["training", "train"],
  ["metrics", "evaluate"],
  ["assert", "expect"],
  ["ema", "average"],
  ["optimize", "minimize"]
]);
function meant(word2, choices) {
  const other = otherNames.get(word2.toLowerCase());
  return other && choices.includes(other) ? [other] : didYouMean(word2, choices);
}
function replacing2(at2, near) {
  const [nearest] = near;
  if (!nearest) return void 0;
  return { title: `write ${nearest}`, edits: [{ span: at2, replacement: nearest }], safe: near.length === 1 };
}
function headError(source, piece) {
  const head2 = piece.tokens[0];
  const at2 = spanOfToken(source, head2);
  const word2 = head2.image;
  const choices = declarationWords;
  if (!isWord(head2)) {
    const text = tokenMatcher(head2, StringLiteral);
    const help = text ? "a comment begins with `//`, the description of a declaration with `///`" : void 0;
    return report("expected-declaration", at2, { found: describe(head2), choices, help });
  }
  const next = piece.tokens[1]?.tokenType;
  if (next === Equal) return missingLet(source, head2, "let");
  if (next === Tilde) return missingLet(source, head2, "latent");
  if (actionHeads.has(head2.tokenType)) {
    const help = `\`${word2}\` is a training action: it stands inside \`train for \u2026 { }\``;
    return report("unknown-declaration", at2, { word: word2, near: [], choices, help });
  }
  const near = meant(word2, choices);
  return report("unknown-declaration", at2, { word: word2, near, choices }, { fix: replacing2(at2, near) });
}
function unknownAction(source, tokens2, error3) {
  const { token: token2 } = error3;
  const index2 = tokens2.indexOf(token2);
  const previous = tokens2[index2 - 1];
  const known = declarationHeads.has(token2.tokenType) || actionHeads.has(token2.tokenType);
  if (ruleOf(error3) !== "actions" || !previous || !isWord(token2) || known) {
    return void 0;
  }
  const afterBrace = previous.tokenType === LCurly || previous.tokenType === RCurly;
  if (!afterBrace && previous.endLine === token2.startLine) return void 0;
  const word2 = token2.image;
  const at2 = spanOfToken(source, token2);
  const near = meant(word2, actionWords);
  const help = /^maximi[sz]e$/.test(word2) ? "to maximize d, minimize its negative: `minimize -d over \u2026`" : void 0;
  const fix = help === void 0 ? replacing2(at2, near) : void 0;
  const diagnostic2 = report("unknown-action", at2, { word: word2, near, choices: actionWords, help }, { fix });
  const keyword = [...actionHeads].find((head2) => textOfWord(head2) === near[0]);
  return { diagnostic: diagnostic2, index: index2, ...keyword ? { meant: keyword } : {} };
}
function endOfAction(tokens2, start) {
  const margin2 = tokens2[start].startColumn;
  let depth = 0;
  for (let i = start + 1; i < tokens2.length; i++) {
    const { tokenType, startLine, startColumn } = tokens2[i];
    if (openerOf.has(tokenType)) {
      if (depth === 0) return i;
      depth--;
      continue;
    }
    const lineStart = startLine !== tokens2[i - 1].endLine;
    const atMargin = startColumn <= margin2 && !connectives.has(tokenType);
    if (depth === 0 && lineStart && (atMargin || actionHeads.has(tokenType))) return i;
    if (closerOf.has(tokenType)) depth++;
  }
  return tokens2.length;
}

// src/parser/parse.ts
var parser = new GanParser(true);
var bracketLimit = 50;
function parse(source) {
  const { tokens: tokens2, comments, diagnostics: lexical, dropped } = lex(source);
  const documentation = documentationOf(source, comments);
  const diagnostics = [...lexical];
  const declarations = split(tokens2).map((piece) => {
    const first2 = piece.tokens[0];
    const parsed2 = parsePiece(source, piece);
    const end = piece.next?.startOffset ?? Infinity;
    const hole = dropped.find((offset) => offset >= first2.startOffset && offset < end) ?? Infinity;
    diagnostics.push(...parsed2.complaints.filter((c) => c.noticed < hole).map((c) => c.diagnostic));
    const above = documentation(first2.startLine);
    return {
      ...parsed2.declaration,
      ...above !== void 0 && { documentation: above },
      ...Math.min(parsed2.sound, hole) < Infinity && { broken: { from: Math.min(parsed2.sound, hole) } }
    };
  });
  diagnostics.sort((a2, b2) => a2.span.start - b2.span.start);
  return { spec: { kind: "spec", declarations, comments, span: span(source, 0, source.text.length) }, diagnostics };
}
function parsePiece(source, piece) {
  const head2 = piece.tokens[0];
  const at2 = cover(spanOfToken(source, head2), spanOfToken(source, piece.tokens.at(-1)));
  const unknown = (diagnostic2) => ({
    declaration: {
      kind: "unknown",
      head: { kind: "identifier", name: head2.image, span: spanOfToken(source, head2) },
      span: at2
    },
    complaints: [{ diagnostic: diagnostic2, noticed: diagnostic2.span.start }],
    sound: diagnostic2.span.start
  });
  if (!piece.known) return unknown(headError(source, piece));
  const deep = tooDeep(piece.tokens);
  if (deep) return unknown(report("too-complex", spanOfToken(source, deep), { what: "nesting", limit: bracketLimit }));
  const { cst, complaints, trusted, leftOut } = parseTokens(source, piece);
  const slips = [];
  const built = declaration({ source, diagnostics: slips }, head2, cst, at2);
  const sound = slips.filter((diagnostic2) => diagnostic2.span.start < trusted);
  complaints.push(...sound.map((diagnostic2) => ({ diagnostic: diagnostic2, noticed: diagnostic2.span.start })));
  const unread = Math.min(trusted, leftOut, ...sound.map((diagnostic2) => diagnostic2.span.start));
  return { declaration: built, complaints, sound: unread };
}
var repairLimit = 20;
function parseTokens(source, piece) {
  const complaints = [];
  let leftOut = Infinity;
  let tokens2 = piece.tokens;
  for (let round = 0; ; round++) {
    parser.input = [...tokens2];
    const cst = parser.declaration();
    const error3 = parser.errors[0];
    if (!error3) return { cst, complaints, trusted: Infinity, leftOut };
    const action = unknownAction(source, tokens2, error3);
    const diagnostic2 = action?.diagnostic ?? syntaxError(source, { ...piece, tokens: tokens2 }, error3);
    const noticed = Number.isNaN(error3.token.startOffset) ? source.text.length : error3.token.startOffset;
    complaints.push({ diagnostic: diagnostic2, noticed });
    if (!action || round >= repairLimit) return { cst, complaints, trusted: noticed, leftOut };
    if (!action.meant) leftOut = Math.min(leftOut, noticed);
    tokens2 = action.meant ? tokens2.with(action.index, { ...error3.token, tokenType: action.meant, tokenTypeIdx: action.meant.tokenTypeIdx }) : [...tokens2.slice(0, action.index), ...tokens2.slice(endOfAction(tokens2, action.index))];
  }
}
function tooDeep(tokens2) {
  let depth = 0;
  return tokens2.find((token2) => {
    if (closerOf.has(token2.tokenType)) depth++;
    else if (openerOf.has(token2.tokenType)) depth--;
    return depth > bracketLimit;
  });
}
function documentationOf(source, comments) {
  const byLine = /* @__PURE__ */ new Map();
  for (const { documentation, text, span: at2 } of comments) {
    if (documentation) byLine.set(positionAt(source, at2.start).line, text.replace(/^\/\/\/ ?/, "").trimEnd());
  }
  return (line) => {
    const lines = [];
    for (let above = line - 1; byLine.has(above); above--) lines.unshift(byLine.get(above));
    return lines.length > 0 ? lines.join("\n") : void 0;
  };
}

// src/parser/diagnostic.ts
function hasErrors(diagnostics) {
  return diagnostics.some((d) => d.severity === "error");
}

// src/compiler/check/types.ts
function tensor(shape, batched = true, range2) {
  return { kind: "tensor", shape, batched, meaning: "tensor", ...range2 && isBounded(range2) ? { range: range2 } : {} };
}
function reshaped(type2, shape) {
  return { ...type2, shape };
}
function withRange(type2, range2) {
  const { range: _, ...rest } = type2;
  return range2 && isBounded(range2) ? { ...rest, range: range2 } : rest;
}
function isBounded([low, high]) {
  return low !== -Infinity || high !== Infinity;
}
function formatType2(type2) {
  if (type2.kind === "tuple") return `(${type2.fields.map((f) => `${f.name}: ${formatType2(f.type)}`).join(", ")})`;
  const name2 = type2.meaning === "class" ? `class(${type2.classes})` : type2.meaning;
  const shape = type2.meaning === "class" && type2.shape.length === 0 ? "" : formatShape(type2.shape);
  const implied = type2.meaning === "prob" || type2.meaning === "class";
  const range2 = type2.range && !implied && type2.range.every(Number.isFinite) ? ` in ${formatInterval(type2.range)}` : "";
  return `${name2}${shape}${range2}`;
}
function formatShape(shape) {
  return `[${shape.join(", ")}]`;
}
function formatInterval([low, high]) {
  const bound = (value2) => Math.abs(value2) === Infinity ? value2 < 0 ? "-\u221E" : "\u221E" : String(Number(value2.toPrecision(6)));
  return low === high ? bound(low) : `${bound(low)}..${bound(high)}`;
}
function graphType(type2, batch) {
  return {
    dtype: type2.meaning === "class" ? "int32" : "float32",
    shape: type2.batched ? [batch, ...type2.shape] : type2.shape
  };
}
function elements(type2) {
  return sizeOf(type2.shape);
}
function broadcast(a2, b2) {
  const rank = Math.max(a2.length, b2.length);
  const result2 = [];
  for (let i = 0; i < rank; i++) {
    const left = a2[a2.length - rank + i] ?? 1;
    const right = b2[b2.length - rank + i] ?? 1;
    if (left !== right && left !== 1 && right !== 1) return null;
    result2.push(Math.max(left, right));
  }
  return result2;
}
var hull = (values2) => [Math.min(...values2), Math.max(...values2)];
var product = (a2, b2) => a2 === 0 || b2 === 0 ? 0 : a2 * b2;
var unbounded = [-Infinity, Infinity];
var intervals = {
  add: ([a2, b2], [c, d]) => [a2 + c, b2 + d],
  subtract: ([a2, b2], [c, d]) => [a2 - d, b2 - c],
  multiply: ([a2, b2], [c, d]) => hull([product(a2, c), product(a2, d), product(b2, c), product(b2, d)]),
  divide: (a2, [c, d]) => c <= 0 && d >= 0 ? unbounded : intervals.multiply(a2, hull([1 / c, 1 / d])),
  negate: ([a2, b2]) => [-b2, -a2],
  union: ([a2, b2], [c, d]) => [Math.min(a2, c), Math.max(b2, d)],
  monotone: (f) => ([a2, b2]) => [f(a2), f(b2)],
  abs: ([a2, b2]) => a2 >= 0 ? [a2, b2] : b2 <= 0 ? [-b2, -a2] : [0, Math.max(-a2, b2)]
};
function sameInterval([a2, b2], [c, d]) {
  const near = (x5, y) => x5 === y || Math.abs(x5 - y) <= 1e-6 * Math.max(1, Math.abs(x5), Math.abs(y));
  return near(a2, c) && near(b2, d);
}

// src/compiler/functions/function.ts
function defineFunction(definition) {
  return definition;
}
function signatureOf(definition) {
  const parameters3 = definition.parameters.map((p) => {
    if (p.kind === "values") return `${p.name}\u2026`;
    if (p.default === void 0) return p.name;
    return p.default === null ? `${p.name}?` : `${p.name}: ${formatSetting(p.default)}`;
  });
  return `${definition.name}(${parameters3.join(", ")})`;
}
function formatSetting(value2) {
  if (Array.isArray(value2)) return `[${value2.join(", ")}]`;
  if (typeof value2 === "object" && "definition" in value2) {
    return value2.settings.length > 0 ? `${value2.definition}(${value2.settings.join(", ")})` : value2.definition;
  }
  return String(value2);
}

// src/compiler/functions/rules.ts
var value = (name2, doc) => ({ name: name2, kind: "value", doc });
function requireMap(call2, callee) {
  const type2 = call2.inputs[0];
  if (type2.shape.length !== 3) {
    const help = type2.shape.length === 1 ? `put \`${mapOf(type2.shape[0])}\` before it` : void 0;
    call2.fail("wrong-rank", { callee, expected: "a map [height, width, channels]", found: formatType2(type2), ...help && { help } });
  }
  return type2.shape;
}
function mapOf(count) {
  for (const channels of [1, 3]) {
    const side = Math.sqrt(count / channels);
    if (Number.isInteger(side) && side > 1) return `reshape(${side}, ${side}, ${channels})`;
  }
  return "reshape(h, w, c)";
}
function refuseLabels(call2, callee) {
  const index2 = call2.inputs.findIndex((type2) => type2.meaning === "class");
  if (index2 < 0) return;
  const texts = {
    what: `\`${callee}\``,
    expected: "numbers",
    found: formatType2(call2.inputs[index2]),
    why: "a label is a name: arithmetic on its number has no meaning",
    help: "use `one_hot(label)` or `embedding(label, 16)`"
  };
  call2.fail("meaning-mismatch", texts, index2);
}
function elementwise(call2, callee, range2) {
  refuseLabels(call2, callee);
  let shape = [];
  for (const type2 of call2.inputs) {
    const joined2 = broadcast(shape, type2.shape);
    if (!joined2) {
      const message = `\`${callee}\` cannot combine ${formatShape(shape)} and ${formatShape(type2.shape)}`;
      const why = "sizes must be equal, or 1, counted from the last axis";
      const help = shape.length === 3 && type2.shape.length === 3 ? "bring both to the same height, width and channels; `padding: same` keeps the sides" : "bring both to the same shape";
      call2.fail("shape-mismatch", { message, here: together(call2), why, help }, void 0, shapeNotes(call2));
    }
    shape = joined2;
  }
  refuseMutualRepetition(call2, callee, shape);
  return tensor(shape, call2.inputs.some((t) => t.batched), range2);
}
function together(call2) {
  return call2.inputs.map((type2) => formatShape(type2.shape)).join(" with ");
}
function shapeNotes(call2) {
  return call2.inputs.map((type2, input) => ({ input, text: `this is ${formatShape(type2.shape)}` }));
}
function refuseMutualRepetition(call2, callee, whole) {
  const repeated2 = call2.inputs.filter((type2) => elements(type2) > 1 && !sameShape(type2.shape, whole));
  const ranks = new Set(call2.inputs.filter((type2) => elements(type2) > 1).map((type2) => type2.shape.length));
  if (ranks.size < 2 || repeated2.length < ranks.size || call2.inputs.some((type2) => sameShape(type2.shape, whole))) return;
  const texts = {
    message: `\`${callee}\` would repeat both values to fit each other, into ${formatShape(whole)}`,
    here: together(call2),
    why: "one value may be repeated to the shape of the other; where both are, it is most often a mistake",
    help: "give both the same shape; if it is meant, write the new axes: `x[_, _, :]`"
  };
  call2.fail("shape-mismatch", texts, void 0, shapeNotes(call2));
}
function mapped(call2, callee, range2 = () => unbounded) {
  refuseLabels(call2, callee);
  const type2 = call2.inputs[0];
  return tensor(type2.shape, type2.batched, range2(type2.range ?? unbounded));
}
function joined(types, shape) {
  const [first2] = types;
  const same = types.every((t) => t.meaning === first2.meaning && t.classes === first2.classes);
  const base2 = same ? { ...first2, shape } : tensor(shape);
  const ranges = types.map((t) => t.range);
  const range2 = ranges.every((r) => r !== void 0) ? ranges.reduce(intervals.union) : void 0;
  return withRange({ ...base2, batched: types.some((t) => t.batched) }, range2);
}
function reshape(l, x5, shape) {
  return sameShape(l.builder.shape(x5), shape) ? x5 : l.builder.add("Reshape", [x5], { shape });
}
function wholeShape(l) {
  return l.type.batched ? [l.batch, ...l.type.shape] : l.type.shape;
}
function align(l, inputs) {
  if (!l.inputs.some((t) => t.batched)) return [...inputs];
  const rank = Math.max(...l.inputs.map((t) => t.shape.length));
  return inputs.map((x5, i) => {
    const type2 = l.inputs[i];
    if (!type2.batched || type2.shape.length === rank) return x5;
    const ones = new Array(rank - type2.shape.length).fill(1);
    return reshape(l, x5, [l.batch, ...ones, ...type2.shape]);
  });
}
function wholeAxis(type2, axis) {
  return (axis < 0 ? axis + type2.shape.length : axis) + (type2.batched ? 1 : 0);
}
function perExampleAxes(type2) {
  return type2.shape.map((_, axis) => wholeAxis(type2, axis));
}
function reduce2(l, op, x5, axes, keepDims = false) {
  return axes.length === 0 ? x5 : l.builder.add(op, [x5], { axes, keep_dims: keepDims });
}

// src/compiler/functions/activations.ts
var x = value("x", "any values");
var dipping = (least) => ([, high]) => [least, Math.max(0, high)];
var rows = [
  {
    name: "relu",
    doc: "max(x, 0).",
    range: intervals.monotone((v) => Math.max(0, v)),
    lower: (l, v) => l.builder.add("Relu", [v])
  },
  {
    name: "leaky_relu",
    doc: "x where positive, slope \xB7 x elsewhere (Maas et al. 2013). PyTorch defaults to a slope of 0.01, Keras to 0.3, DCGAN takes 0.2.",
    parameters: [{ name: "slope", kind: "number", default: 0.2, min: 0, max: 1, doc: "slope for negative values" }],
    range: (input, call2) => intervals.monotone((v) => v >= 0 ? v : v * call2.number("slope"))(input),
    lower: (l, v) => l.builder.add("LeakyRelu", [v], { alpha: l.number("slope") })
  },
  {
    name: "elu",
    doc: "x where positive, exp(x) \u2212 1 elsewhere (Clevert et al. 2016).",
    range: intervals.monotone((v) => v > 0 ? v : Math.expm1(v)),
    lower: (l, v) => l.builder.add("Elu", [v])
  },
  {
    name: "selu",
    doc: "Scaled elu that keeps mean 0 and variance 1 (Klambauer et al. 2017, eq. 2).",
    range: ([, high]) => [-1.7580993408473766, Math.max(0, high * 1.0507009873554805)],
    lower: ({ builder: b2 }, v) => {
      const [alpha2, scale3] = [1.6732632423543772, 1.0507009873554805];
      const positive2 = b2.add("Mul", [b2.add("Relu", [v]), b2.constant(scale3)]);
      const negative = b2.add("Mul", [b2.add("Expm1", [b2.add("Minimum", [v, b2.constant(0)])]), b2.constant(scale3 * alpha2)]);
      return b2.add("AddV2", [positive2, negative]);
    }
  },
  {
    name: "gelu",
    doc: "x \xB7 \u03A6(x) with the normal distribution function (Hendrycks & Gimpel 2016).",
    range: dipping(-0.17),
    lower: ({ builder: b2 }, v) => {
      const erf2 = b2.add("Erf", [b2.add("Mul", [v, b2.constant(Math.SQRT1_2)])]);
      return b2.add("Mul", [b2.add("Mul", [v, b2.constant(0.5)]), b2.add("AddV2", [erf2, b2.constant(1)])]);
    }
  },
  {
    name: "silu",
    doc: "x \xB7 sigmoid(x), also called swish (Elfwing et al. 2018).",
    range: dipping(-0.2785),
    lower: ({ builder: b2 }, v) => b2.add("Mul", [v, b2.add("Sigmoid", [v])])
  },
  {
    name: "softplus",
    doc: "log(1 + exp(x)), computed without overflow. \u2212log sigmoid(x) is softplus(\u2212x).",
    range: intervals.monotone((v) => v > 30 ? v : Math.log1p(Math.exp(v))),
    lower: (l, v) => l.builder.add("Softplus", [v])
  },
  {
    name: "tanh",
    doc: "Hyperbolic tangent: bounds values to -1..1.",
    range: () => [-1, 1],
    lower: (l, v) => l.builder.add("Tanh", [v])
  }
];
function probability(call2, callee) {
  if (call2.inputs[0].meaning === "prob") call2.fail("double-activation", { callee }, void 0, [{ input: 0, text: "this is a probability already" }]);
  return { ...mapped(call2, callee), meaning: "prob", range: [0, 1] };
}
function requireClasses(call2, callee) {
  const type2 = call2.inputs[0];
  if (type2.shape.length > 0 && type2.shape.at(-1) >= 2) return;
  const expected = "at least two classes on the last axis";
  call2.fail("wrong-rank", { callee, expected, found: formatType2(type2), help: "one logit alone wants `sigmoid`" });
}
var activationFunctions = [
  ...rows.map(
    (row) => defineFunction({
      name: row.name,
      doc: row.doc,
      parameters: [x, ...row.parameters ?? []],
      type: (call2) => mapped(call2, row.name, (input) => row.range(input, call2)),
      lower: (l, [v]) => row.lower(l, v)
    })
  ),
  defineFunction({
    name: "sigmoid",
    doc: "1 / (1 + exp(\u2212x)): from a logit to a probability.",
    parameters: [x],
    type: (call2) => probability(call2, "sigmoid"),
    lower: (l, [v]) => l.builder.add("Sigmoid", [v])
  }),
  defineFunction({
    name: "softmax",
    doc: "exp(x) shared out over the last axis: from logits to the probabilities of classes.",
    parameters: [x],
    type(call2) {
      requireClasses(call2, "softmax");
      return probability(call2, "softmax");
    },
    lower: (l, [v]) => l.builder.add("Softmax", [v])
  }),
  defineFunction({
    name: "log_softmax",
    doc: "log(softmax(x)) over the last axis, computed without underflow.",
    parameters: [x],
    type(call2) {
      requireClasses(call2, "log_softmax");
      const { shape, batched } = probability(call2, "log_softmax");
      return { kind: "tensor", shape, batched, meaning: "tensor", range: [-Infinity, 0] };
    },
    lower: (l, [v]) => l.builder.add("LogSoftmax", [v])
  }),
  defineFunction({
    name: "maxout",
    doc: "The largest of every `pieces` neighbouring features (Goodfellow et al. 2013): d features become d / pieces.",
    parameters: [x, { name: "pieces", kind: "integer", min: 2, doc: "how many features compete" }],
    type(call2) {
      const type2 = mapped(call2, "maxout", (input) => input);
      const features2 = type2.shape.at(-1) ?? 1;
      const pieces = call2.integer("pieces");
      if (features2 % pieces !== 0) {
        const below = features2 - features2 % pieces;
        const sizes = `${below > 0 ? `${below} or ` : ""}${below + pieces} features would divide`;
        call2.fail("indivisible", { dividend: "the number of features", divisor: pieces, value: features2, sizes });
      }
      return { ...type2, shape: [...type2.shape.slice(0, -1), features2 / pieces] };
    },
    lower(l, [v]) {
      const whole = l.builder.shape(v);
      const pieces = l.integer("pieces");
      const split2 = [...whole.slice(0, -1), whole.at(-1) / pieces, pieces];
      return l.builder.add("Max", [l.builder.add("Reshape", [v], { shape: split2 })], { axes: [split2.length - 1], keep_dims: false });
    }
  })
];

// src/compiler/functions/arithmetic.ts
var rangeOf = (type2) => type2.range ?? unbounded;
function additiveMeaning(inputs) {
  const has2 = (meaning) => inputs.some((t) => t.meaning === meaning);
  return has2("logit") ? "logit" : has2("score") ? "score" : "tensor";
}
function differenceMeaning(inputs) {
  const [low, high] = rangeOf(inputs[0]);
  return inputs[1].meaning === "prob" && low === 1 && high === 1 ? "prob" : additiveMeaning(inputs);
}
var operators = [
  { name: "add", symbol: "+", op: "AddV2", doc: "a + b, elementwise with broadcasting.", range: intervals.add, meaning: additiveMeaning },
  { name: "subtract", symbol: "-", op: "Sub", doc: "a \u2212 b, elementwise with broadcasting.", range: intervals.subtract, meaning: differenceMeaning },
  { name: "multiply", symbol: "*", op: "Mul", doc: "a \xB7 b, elementwise with broadcasting.", range: intervals.multiply },
  { name: "divide", symbol: "/", op: "RealDiv", doc: "a / b, elementwise with broadcasting.", range: intervals.divide },
  { name: "power", symbol: "^", op: "Pow", doc: "a to the power of b, elementwise.", range: powerRange },
  {
    name: "maximum",
    op: "Maximum",
    doc: "The larger of two values, elementwise.",
    range: ([a2, b2], [c, d]) => [Math.max(a2, c), Math.max(b2, d)],
    meaning: additiveMeaning
  },
  {
    name: "minimum",
    op: "Minimum",
    doc: "The smaller of two values, elementwise.",
    range: ([a2, b2], [c, d]) => [Math.min(a2, c), Math.min(b2, d)],
    meaning: additiveMeaning
  }
];
var operatorFunctions = new Map(operators.flatMap((o) => o.symbol ? [[o.symbol, o.name]] : []));
function powerRange(base2, [power, same]) {
  if (power !== same || power < 0) return unbounded;
  if (base2[0] >= 0) return intervals.monotone((v) => v ** power)(base2);
  return power > 0 && power % 2 === 0 ? intervals.monotone((v) => v ** power)(intervals.abs(base2)) : unbounded;
}
var namedPowers = { 0.5: "Sqrt", 2: "Square", [-1]: "Reciprocal", [-0.5]: "Rsqrt" };
function lowerPower(l, inputs) {
  const exponent = l.builder.node(inputs[1]);
  const power = exponent.op === "Const" ? exponent.attributes["value"] : void 0;
  if (power === 1) return inputs[0];
  const named2 = typeof power === "number" ? namedPowers[power] : void 0;
  return named2 ? l.builder.add(named2, [inputs[0]]) : l.builder.add("Pow", align(l, inputs));
}
var unaries = [
  { name: "exp", op: "Exp", doc: "e to the power of x.", range: intervals.monotone(Math.exp) },
  {
    name: "log",
    op: "Log",
    doc: "Natural logarithm. Of a probability it is \u2212\u221E at 0: prefer a loss on logits, which cannot get there.",
    range: intervals.monotone((v) => v <= 0 ? -Infinity : Math.log(v))
  },
  { name: "log1p", op: "Log1p", doc: "log(1 + x), exact for small x." },
  { name: "expm1", op: "Expm1", doc: "exp(x) \u2212 1, exact for small x." },
  { name: "sqrt", op: "Sqrt", doc: "Square root; its gradient at 0 is infinite.", range: intervals.monotone((v) => Math.sqrt(Math.max(0, v))) },
  { name: "rsqrt", op: "Rsqrt", doc: "1 / \u221Ax.", range: () => [0, Infinity] },
  { name: "square", op: "Square", doc: "x\xB2.", range: (r) => intervals.monotone((v) => v * v)(intervals.abs(r)) },
  { name: "abs", op: "Abs", doc: "|x|.", range: intervals.abs },
  { name: "sign", op: "Sign", doc: "\u22121, 0 or 1; its gradient is 0.", range: () => [-1, 1] },
  { name: "sin", op: "Sin", doc: "Sine, in radians.", range: () => [-1, 1] },
  { name: "cos", op: "Cos", doc: "Cosine, in radians.", range: () => [-1, 1] }
];
var a = value("a", "any values");
var b = value("b", "values whose shape goes with the first");
var x2 = value("x", "any values");
var arithmeticFunctions = [
  ...operators.map(
    (row) => defineFunction({
      name: row.name,
      doc: row.doc,
      notation: row.symbol !== void 0,
      parameters: [a, b],
      type(call2) {
        const type2 = elementwise(call2, row.symbol ?? row.name);
        const range2 = row.range(rangeOf(call2.inputs[0]), rangeOf(call2.inputs[1]));
        return { ...withRange(type2, range2), meaning: row.meaning?.(call2.inputs) ?? "tensor" };
      },
      lower: (l, inputs) => row.name === "power" ? lowerPower(l, inputs) : l.builder.add(row.op, align(l, inputs))
    })
  ),
  defineFunction({
    name: "negate",
    doc: "\u2212x. A negated logit is the logit of the other class.",
    notation: true,
    parameters: [x2],
    type(call2) {
      const { meaning } = call2.inputs[0];
      return { ...mapped(call2, "-", intervals.negate), meaning: meaning === "logit" || meaning === "score" ? meaning : "tensor" };
    },
    lower: (l, [v]) => l.builder.add("Neg", [v])
  }),
  ...unaries.map(
    (row) => defineFunction({
      name: row.name,
      doc: row.doc,
      parameters: [x2],
      type: (call2) => mapped(call2, row.name, row.range),
      lower: (l, [v]) => l.builder.add(row.op, [v])
    })
  ),
  defineFunction({
    name: "clamp",
    doc: "x held between two bounds; the gradient is 0 outside them.",
    parameters: [
      x2,
      { name: "low", kind: "number", doc: "the least value" },
      { name: "high", kind: "number", doc: "the greatest value" }
    ],
    type(call2) {
      const [low, high] = [call2.number("low"), call2.number("high")];
      if (low > high) call2.fail("bad-range", { low, high, written: `clamp(${high}, ${low})` }, "low");
      const type2 = mapped(call2, "clamp", ([least, most2]) => [Math.min(high, Math.max(low, least)), Math.max(low, Math.min(high, most2))]);
      return { ...type2, meaning: call2.inputs[0].meaning };
    },
    lower({ builder, number: number3 }, [v]) {
      return builder.add("Minimum", [builder.add("Maximum", [v, builder.constant(number3("low"))]), builder.constant(number3("high"))]);
    }
  }),
  defineFunction({
    name: "lerp",
    doc: "a + t \xB7 (b \u2212 a): from a at t = 0 to b at t = 1.",
    parameters: [a, b, value("t", "where between the two, usually one number for each example")],
    type: lerpType,
    lower(l, inputs) {
      const [from, to, t] = align(l, inputs);
      return l.builder.add("AddV2", [from, l.builder.add("Mul", [t, l.builder.add("Sub", [to, from])])]);
    }
  }),
  defineFunction({
    name: "stop_gradient",
    doc: "x, which gradients do not pass.",
    parameters: [x2],
    transparent: true,
    type: (call2) => call2.inputs[0],
    lower: (l, [v]) => l.builder.add("StopGradient", [v])
  })
];
function lerpType(call2) {
  const [from, to, t] = call2.inputs;
  const type2 = elementwise(call2, "lerp");
  const within = from.range && to.range && t.range && t.range[0] >= 0 && t.range[1] <= 1;
  const range2 = within ? intervals.union(from.range, to.range) : void 0;
  return { ...withRange(type2, range2), meaning: from.meaning === to.meaning ? from.meaning : "tensor" };
}

// src/compiler/ops/op.ts
var OpError = class extends Error {
};
function defineOp(definition) {
  return definition;
}

// src/compiler/ops/convolution-geometry.ts
function samePadding(size3, kernel2, stride2, dilation) {
  const output = Math.ceil(size3 / stride2);
  const total = Math.max((output - 1) * stride2 + reach(kernel2, dilation) - size3, 0);
  const before = Math.floor(total / 2);
  return [before, total - before];
}
function convolvedSize(size3, kernel2, stride2, dilation, before, after) {
  return Math.floor((size3 + before + after - reach(kernel2, dilation)) / stride2) + 1;
}
function reach(kernel2, dilation) {
  return (kernel2 - 1) * dilation + 1;
}
function transposedGeometry(size3, kernel2, stride2, padding2, outputPadding = 0) {
  if (outputPadding !== 0 && typeof padding2 !== "number") {
    throw new OpError(`an output padding (${outputPadding}) goes with a padding in cells, not with '${padding2}'`);
  }
  const geometry = untestedGeometry(size3, kernel2, stride2, padding2, outputPadding);
  const { output, before, after } = geometry;
  const told = `size ${size3}, kernel ${kernel2}, stride ${stride2}, padding ${padding2}, output padding ${outputPadding}`;
  if (output < 1) {
    throw new OpError(`a transposed convolution of ${told} has an output of ${output}, but it must be at least 1`);
  }
  const back = convolvedSize(output, kernel2, stride2, 1, before, after);
  if (back !== size3) {
    throw new OpError(
      `a transposed convolution of ${told} has an output of ${output}, which the convolution takes back to ${back} instead of ${size3}: the output padding must be at least 0 and smaller than the stride`
    );
  }
  return geometry;
}
function untestedGeometry(size3, kernel2, stride2, padding2, outputPadding) {
  if (padding2 === "same") {
    const output = size3 * stride2;
    const [before, after] = samePadding(output, kernel2, stride2, 1);
    return { output, before, after };
  }
  if (padding2 === "valid") return { output: size3 * stride2 + Math.max(kernel2 - stride2, 0), before: 0, after: 0 };
  return { output: (size3 - 1) * stride2 - 2 * padding2 + kernel2 + outputPadding, before: padding2, after: padding2 };
}

// src/compiler/functions/initializers.ts
function fans(shape) {
  if (shape.length < 2) return { fanIn: shape[0] ?? 1, fanOut: shape[0] ?? 1 };
  const field2 = sizeOf(shape.slice(0, -2));
  return { fanIn: field2 * shape.at(-2), fanOut: field2 * shape.at(-1) };
}
var uniform = (limit) => ({ kind: "uniform", low: -limit, high: limit });
var normal = (std2) => ({ kind: "normal", mean: 0, std: std2 });
var table = {
  zeros: { doc: "All zero.", parameters: [], start: () => 0 },
  ones: { doc: "All one.", parameters: [], start: () => 1 },
  constant: {
    doc: "One number everywhere.",
    parameters: [{ name: "value", doc: "the number" }],
    start: ([value2]) => value2
  },
  normal: {
    doc: "Normal with mean 0.",
    parameters: [{ name: "std", default: 0.05, doc: "standard deviation; DCGAN takes 0.02" }],
    start: ([std2]) => normal(std2)
  },
  truncated_normal: {
    doc: "Normal with mean 0, redrawn beyond two standard deviations.",
    parameters: [{ name: "std", default: 0.05, doc: "standard deviation before truncation" }],
    start: ([std2]) => ({ kind: "truncated-normal", mean: 0, std: std2 })
  },
  uniform: {
    doc: "Uniform between two bounds.",
    parameters: [
      { name: "low", default: -0.05, doc: "lower bound" },
      { name: "high", default: 0.05, doc: "upper bound" }
    ],
    start: ([low, high]) => ({ kind: "uniform", low, high })
  },
  glorot_uniform: {
    doc: "Uniform in \xB1\u221A(6 / (fan in + fan out)) (Glorot & Bengio 2010, eq. 16).",
    parameters: [],
    start: (_, shape) => uniform(Math.sqrt(6 / (fans(shape).fanIn + fans(shape).fanOut)))
  },
  glorot_normal: {
    doc: "Normal with variance 2 / (fan in + fan out) (Glorot & Bengio 2010, eq. 12).",
    parameters: [],
    start: (_, shape) => normal(Math.sqrt(2 / (fans(shape).fanIn + fans(shape).fanOut)))
  },
  he_uniform: {
    doc: "Uniform in \xB1\u221A(6 / fan in) (He et al. 2015).",
    parameters: [],
    start: (_, shape) => uniform(Math.sqrt(6 / fans(shape).fanIn))
  },
  he_normal: {
    doc: "Normal with variance 2 / fan in (He et al. 2015, eq. 10).",
    parameters: [],
    start: (_, shape) => normal(Math.sqrt(2 / fans(shape).fanIn))
  },
  lecun_normal: {
    doc: "Normal with variance 1 / fan in (LeCun et al. 1998).",
    parameters: [],
    start: (_, shape) => normal(Math.sqrt(1 / fans(shape).fanIn))
  }
};
var initializers = table;
function initializer(definition, ...settings) {
  return { definition, settings };
}
function startOf({ definition, settings }, shape) {
  return initializers[definition].start(settings, shape);
}

// src/compiler/functions/dense.ts
var biasParameter = { name: "bias", kind: "boolean", default: true, doc: "whether to add a bias" };
var initParameter = {
  name: "init",
  kind: "initializer",
  default: initializer("glorot_uniform"),
  doc: "how the kernel starts; biases start at 0"
};
function requireLabels(call2, callee, help) {
  const type2 = call2.inputs[0];
  if (type2.meaning === "class") return;
  call2.fail("meaning-mismatch", { what: `\`${callee}\``, expected: "labels, `class(n)`", found: formatType2(type2), help }, "label");
}
var denseFunctions = [
  defineFunction({
    name: "dense",
    doc: "x \xB7 kernel + bias over the last axis.",
    layer: true,
    linear: true,
    parameters: [
      value("x", "features on the last axis"),
      { name: "units", kind: "integer", min: 1, doc: "how many features come out" },
      biasParameter,
      initParameter
    ],
    type(call2) {
      const type2 = call2.inputs[0];
      if (type2.meaning === "class") {
        const why = "a label is a name: its number is no quantity";
        const help = "use `embedding(label, 16)` or `one_hot(label)` before it";
        call2.fail("meaning-mismatch", { what: "`dense`", expected: "numbers", found: formatType2(type2), why, help }, "x");
      }
      if (type2.shape.length === 0) {
        call2.fail("wrong-rank", { callee: "dense", expected: "at least one axis of features", found: formatType2(type2) });
      }
      return tensor([...type2.shape.slice(0, -1), call2.integer("units")], type2.batched);
    },
    weights(call2) {
      const units = call2.integer("units");
      return {
        kernel: { shape: [call2.inputs[0].shape.at(-1), units], initializer: call2.settings["init"] },
        ...call2.settings["bias"] === true && { bias: { shape: [units], initializer: initializer("zeros") } }
      };
    },
    lower(l, [x5]) {
      const whole = l.builder.shape(x5);
      const rows4 = reshape(l, x5, [sizeOf(whole.slice(0, -1)), whole.at(-1)]);
      const product2 = l.builder.add("MatMul", [rows4, l.weight("kernel")], { transpose_a: false, transpose_b: false });
      const sum = l.hasWeight("bias") ? l.builder.add("AddV2", [product2, l.weight("bias")]) : product2;
      return reshape(l, sum, wholeShape(l));
    }
  }),
  defineFunction({
    name: "embedding",
    doc: "One learned vector for each label.",
    layer: true,
    parameters: [
      value("label", "labels, class(n)"),
      { name: "features", kind: "integer", min: 1, doc: "the length of a vector" },
      { name: "classes", kind: "integer", min: 1, default: null, doc: "the size of the table; the number of labels if not given" },
      { ...initParameter, default: initializer("normal", 1), doc: "how the table starts" }
    ],
    type(call2) {
      requireLabels(call2, "embedding", "use `dense` for numbers");
      const { classes, shape, batched } = call2.inputs[0];
      if (call2.has("classes") && call2.integer("classes") < classes) {
        call2.fail("class-count", { callee: "embedding", found: classes, expected: call2.integer("classes") }, "classes");
      }
      return tensor([...shape, call2.integer("features")], batched);
    },
    weights(call2) {
      const classes = call2.has("classes") ? call2.integer("classes") : call2.inputs[0].classes;
      return { table: { shape: [classes, call2.integer("features")], initializer: call2.settings["init"] } };
    },
    lower: (l, [label]) => l.builder.add("GatherV2", [l.weight("table"), label], { axis: 0 })
  }),
  defineFunction({
    name: "one_hot",
    doc: "1 at the label, 0 elsewhere.",
    parameters: [value("label", "labels, class(n)")],
    type(call2) {
      requireLabels(call2, "one_hot", "declare the value `class(n)` if it is a label");
      const { classes, shape, batched } = call2.inputs[0];
      return tensor([...shape, classes], batched, [0, 1]);
    },
    lower: (l, [label]) => l.builder.add("OneHot", [label], { depth: l.inputs[0].classes })
  })
];

// src/compiler/functions/convolution.ts
var map2 = value("x", "a map [height, width, channels]");
var filters = { name: "filters", kind: "integer", min: 1, doc: "how many channels come out" };
var kernel = { name: "kernel", kind: "integer", min: 1, doc: "height and width of the kernel" };
var stride = { name: "stride", kind: "integer", min: 1, default: 1, doc: "cells from one position to the next" };
var padding = {
  name: "padding",
  kind: "padding",
  default: "same",
  doc: "`same`, `valid`, or a number of cells on each side; `same` is TensorFlow's: the output is the input over the stride"
};
var size = (call2) => `${call2.integer("kernel")} \xD7 ${call2.integer("kernel")}`;
function pads(call2, side) {
  const given = call2.settings["padding"];
  if (given === "valid") return [0, 0];
  if (given === "same") return samePadding(side, call2.integer("kernel"), call2.integer("stride"), call2.integer("dilation"));
  return [given, given];
}
function convolved(call2, side) {
  const output = convolvedSize(side, call2.integer("kernel"), call2.integer("stride"), call2.integer("dilation"), ...pads(call2, side));
  if (output < 1) {
    const [h, w] = call2.inputs[0].shape;
    call2.fail("kernel-too-large", { callee: "conv2d", kernel: size(call2), input: `${h} \xD7 ${w}` }, "kernel");
  }
  return output;
}
function transposed(call2, side) {
  return transposedGeometry(side, call2.integer("kernel"), call2.integer("stride"), call2.settings["padding"]);
}
function transposedSize(call2, side) {
  try {
    return transposed(call2, side).output;
  } catch (cause) {
    if (!(cause instanceof OpError)) throw cause;
    const here = `padding ${String(call2.settings["padding"])} with kernel ${call2.integer("kernel")} and stride ${call2.integer("stride")}`;
    const help = "use `padding: same` for an output of the input times the stride";
    call2.fail("shape-mismatch", { message: "`conv2d_transpose` cannot pad like this", here, why: cause.message, help }, "padding");
  }
}
function kernelAndBias(call2, channels) {
  const k = call2.integer("kernel");
  return {
    kernel: { shape: [k, k, ...channels], initializer: call2.settings["init"] },
    ...call2.settings["bias"] === true && { bias: { shape: [call2.integer("filters")], initializer: initializer("zeros") } }
  };
}
var withBias = (l, x5) => l.hasWeight("bias") ? l.builder.add("AddV2", [x5, l.weight("bias")]) : x5;
var convolutionFunctions = [
  defineFunction({
    name: "conv2d",
    doc: "Convolution with a learned kernel.",
    layer: true,
    linear: true,
    parameters: [
      map2,
      filters,
      kernel,
      stride,
      padding,
      { name: "dilation", kind: "integer", min: 1, default: 1, doc: "cells from one tap of the kernel to the next" },
      biasParameter,
      initParameter
    ],
    type(call2) {
      const [h, w] = requireMap(call2, "conv2d");
      return tensor([convolved(call2, h), convolved(call2, w), call2.integer("filters")], call2.inputs[0].batched);
    },
    weights: (call2) => kernelAndBias(call2, [call2.inputs[0].shape[2], call2.integer("filters")]),
    lower(l, [x5]) {
      const [h, w] = l.inputs[0].shape;
      const attributes = {
        strides: [l.integer("stride"), l.integer("stride")],
        explicit_paddings: [...pads(l, h), ...pads(l, w)],
        dilations: [l.integer("dilation"), l.integer("dilation")]
      };
      return withBias(l, l.builder.add("Conv2D", [x5, l.weight("kernel")], attributes));
    }
  }),
  defineFunction({
    name: "conv2d_transpose",
    doc: "Transposed convolution, the gradient of a convolution with respect to its input (Dumoulin & Visin 2016): with `same`, the output is the input times the stride.",
    layer: true,
    linear: true,
    parameters: [map2, filters, kernel, stride, padding, biasParameter, initParameter],
    type(call2) {
      const [h, w] = requireMap(call2, "conv2d_transpose");
      return tensor([transposedSize(call2, h), transposedSize(call2, w), call2.integer("filters")], call2.inputs[0].batched);
    },
    weights: (call2) => kernelAndBias(call2, [call2.integer("filters"), call2.inputs[0].shape[2]]),
    lower(l, [x5]) {
      const [h, w] = l.inputs[0].shape;
      const attributes = {
        input_sizes: wholeShape(l),
        strides: [l.integer("stride"), l.integer("stride")],
        explicit_paddings: [transposed(l, h), transposed(l, w)].flatMap((g) => [g.before, g.after]),
        dilations: [1, 1]
      };
      return withBias(l, l.builder.add("Conv2DBackpropInput", [l.weight("kernel"), x5], attributes));
    }
  })
];

// src/compiler/functions/cross-entropies.ts
var margin = 1e-7;
function fromLogit({ builder: b2 }, x5, target) {
  return b2.add("Sub", [b2.add("Softplus", [x5]), b2.add("Mul", [x5, target])]);
}
function fromProbability({ builder: b2 }, x5, target) {
  const p = b2.add("Minimum", [b2.add("Maximum", [x5, b2.constant(margin)]), b2.constant(1 - margin)]);
  const hit = b2.add("Mul", [target, b2.add("Log", [p])]);
  const miss = b2.add("Mul", [b2.add("Sub", [b2.constant(1), target]), b2.add("Log1p", [b2.add("Neg", [p])])]);
  return b2.add("Neg", [b2.add("AddV2", [hit, miss])]);
}
function requireTarget(call2) {
  const [prediction, target] = call2.inputs;
  if (target.range && (target.range[0] < 0 || target.range[1] > 1)) {
    const found = formatInterval(target.range);
    call2.fail("range-mismatch", { what: "the target of `binary_cross_entropy`", expected: "0..1", found, why: "the target is a probability: 1 for real, 0 for fake", help: "use a number within 0..1, such as 0.9 for smoothed labels" }, "target");
  }
  const whole = broadcast(prediction.shape, target.shape);
  if (whole && !sameShape(whole, prediction.shape)) {
    call2.fail("shape-mismatch", { message: "the target is larger than the prediction", here: `${formatType2(target)} for ${formatType2(prediction)}` }, "target");
  }
}
var crossEntropyFunctions = [
  defineFunction({
    name: "cross_entropy",
    doc: "\u2212log softmax(logits) at the true label, per example.",
    parameters: [value("logits", "logit[n]"), value("label", "class(n)")],
    type(call2) {
      const [logits, label] = call2.inputs;
      if (logits.meaning === "prob") call2.fail("loss-wants-logit", { callee: "cross_entropy" }, "logits");
      if (label.meaning !== "class") {
        const expected = "labels, `class(n)`, as its second argument";
        call2.fail("meaning-mismatch", { what: "`cross_entropy`", expected, found: formatType2(label), help: "give it the label itself: it needs no one-hot code" }, "label");
      }
      if (logits.shape.length !== 1 || label.shape.length !== 0) {
        const found = `${formatType2(logits)} and ${formatType2(label)}`;
        call2.fail("wrong-rank", { callee: "cross_entropy", expected: "one row of logits and one label for each example", found });
      }
      if (logits.shape[0] < label.classes) {
        call2.fail("class-count", { callee: "cross_entropy", found: label.classes, expected: logits.shape[0] }, "logits");
      }
      return tensor([], logits.batched || label.batched, [0, Infinity]);
    },
    lower(l, [logits, label]) {
      const b2 = l.builder;
      const oneHot = b2.add("OneHot", [label], { depth: l.inputs[0].shape[0] });
      const picked = b2.add("Mul", [b2.add("LogSoftmax", [logits]), oneHot]);
      return b2.add("Neg", [reduce2(l, "Sum", picked, [wholeAxis(l.inputs[0], 0)])]);
    }
  }),
  defineFunction({
    name: "binary_cross_entropy",
    doc: "\u2212t \xB7 log p \u2212 (1 \u2212 t) \xB7 log(1 \u2212 p), the mean over an example. Given a logit it is computed as softplus(x) \u2212 t \xB7 x, which is exact everywhere; given a probability, p is held 1e-7 away from 0 and 1, as Keras does.",
    parameters: [
      value("prediction", "logit[n] or prob[n]"),
      value("target", "what it should be: a number, or values of the same shape, in 0..1")
    ],
    type(call2) {
      const prediction = call2.inputs[0];
      if (prediction.meaning !== "logit" && prediction.meaning !== "prob") {
        call2.fail(
          "meaning-mismatch",
          {
            what: "`binary_cross_entropy`",
            expected: "a logit or a probability",
            found: formatType2(prediction),
            why: "which of the two decides the formula",
            help: "declare the network that makes it `-> logit[1]` (nothing at its end) or `-> prob[1]` (a sigmoid at its end)"
          },
          "prediction"
        );
      }
      const { batched } = elementwise(call2, "binary_cross_entropy");
      requireTarget(call2);
      return tensor([], batched, [0, Infinity]);
    },
    lower(l, inputs) {
      const [x5, target] = align(l, inputs);
      const loss = l.inputs[0].meaning === "logit" ? fromLogit(l, x5, target) : fromProbability(l, x5, target);
      return reduce2(l, "Mean", loss, perExampleAxes(l.inputs[0]));
    }
  })
];

// src/compiler/functions/normalization.ts
var features = value("x", "features on the last axis");
var scaleAndCenter = (learned) => [
  { name: "scale", kind: "boolean", default: learned, doc: "whether to learn a scale (gamma)" },
  { name: "center", kind: "boolean", default: learned, doc: "whether to learn an offset (beta)" }
];
var epsilon = { name: "epsilon", kind: "number", default: 1e-5, min: 0, doc: "added to the variance" };
function affine({ settings, inputs }) {
  const shape = [inputs[0].shape.at(-1)];
  return {
    ...settings["scale"] === true && { gamma: { shape, initializer: initializer("ones") } },
    ...settings["center"] === true && { beta: { shape, initializer: initializer("zeros") } }
  };
}
function moments(l, x5, axes) {
  const mean2 = l.builder.add("Mean", [x5], { axes, keep_dims: true });
  const centered = l.builder.add("Sub", [x5, mean2]);
  const variance = l.builder.add("Mean", [l.builder.add("Square", [centered])], { axes, keep_dims: true });
  return { mean: mean2, variance, centered };
}
function normalize(l, centered, variance) {
  const b2 = l.builder;
  const inverse = b2.add("Rsqrt", [b2.add("AddV2", [variance, b2.constant(l.number("epsilon"))])]);
  const factor = l.hasWeight("gamma") ? b2.add("Mul", [inverse, l.weight("gamma")]) : inverse;
  const scaled = b2.add("Mul", [centered, factor]);
  return l.hasWeight("beta") ? b2.add("AddV2", [scaled, l.weight("beta")]) : scaled;
}
function normalizedType(call2, callee) {
  const type2 = call2.inputs[0];
  if (type2.shape.length === 0 || type2.meaning === "class") {
    call2.fail("wrong-rank", { callee, expected: "numbers with at least one axis", found: formatType2(type2) });
  }
  return tensor(type2.shape, type2.batched);
}
function followBatch(l, { mean: mean2, variance }, count) {
  const b2 = l.builder;
  const momentum = l.number("momentum");
  const follow2 = (name2, now, share) => {
    const old = b2.add("Mul", [l.weight(name2), b2.constant(momentum)]);
    const fresh = b2.add("Mul", [reshape(l, now, b2.shape(l.weight(name2))), b2.constant(share)]);
    l.update(name2, b2.add("AddV2", [old, fresh]));
  };
  follow2("moving_mean", mean2, 1 - momentum);
  follow2("moving_variance", variance, (1 - momentum) * (count > 1 ? count / (count - 1) : 1));
}
var normalizationFunctions = [
  defineFunction({
    name: "batch_norm",
    doc: "Batch normalisation (Ioffe & Szegedy 2015) over the batch and all axes but the last. In training it uses the batch; in sampling and evaluation the moving statistics, which follow whenever the network itself is trained.",
    layer: true,
    parameters: [
      features,
      {
        name: "momentum",
        kind: "number",
        default: 0.9,
        min: 0,
        max: 1,
        doc: "share of the old moving statistics that is kept (Keras' convention; PyTorch counts what is replaced)"
      },
      epsilon,
      ...scaleAndCenter(true)
    ],
    type: (call2) => normalizedType(call2, "batch_norm"),
    weights(call2) {
      const shape = [call2.inputs[0].shape.at(-1)];
      return {
        ...affine(call2),
        moving_mean: { shape, initializer: initializer("zeros"), trainable: false },
        moving_variance: { shape, initializer: initializer("ones"), trainable: false }
      };
    },
    lower(l, [x5]) {
      if (l.mode === "inference") {
        return normalize(l, l.builder.add("Sub", [x5, l.weight("moving_mean")]), l.weight("moving_variance"));
      }
      const over = l.builder.shape(x5).slice(0, -1);
      const batch = moments(l, x5, over.map((_, axis) => axis));
      followBatch(l, batch, sizeOf(over));
      return normalize(l, batch.centered, batch.variance);
    }
  }),
  defineFunction({
    name: "layer_norm",
    doc: "Layer normalisation (Ba et al. 2016): each example over all its axes, scale and offset over the last one.",
    layer: true,
    parameters: [features, epsilon, ...scaleAndCenter(true)],
    type: (call2) => normalizedType(call2, "layer_norm"),
    weights: affine,
    lower(l, [x5]) {
      const { centered, variance } = moments(l, x5, perExampleAxes(l.inputs[0]));
      return normalize(l, centered, variance);
    }
  }),
  defineFunction({
    name: "instance_norm",
    doc: "Instance normalisation (Ulyanov et al. 2016): each channel of each example over its height and width.",
    layer: true,
    parameters: [value("x", "a map [height, width, channels]"), epsilon, ...scaleAndCenter(false)],
    type(call2) {
      requireMap(call2, "instance_norm");
      return normalizedType(call2, "instance_norm");
    },
    weights: affine,
    lower(l, [x5]) {
      const { centered, variance } = moments(l, x5, perExampleAxes(l.inputs[0]).slice(0, 2));
      return normalize(l, centered, variance);
    }
  }),
  defineFunction({
    name: "dropout",
    doc: "Sets a share of the values to 0 in training and scales up the rest (Srivastava et al. 2014); does nothing in sampling.",
    transparent: true,
    parameters: [
      value("x", "any values"),
      { name: "rate", kind: "number", default: 0.5, min: 0, max: 0.999999, doc: "the share that is dropped" },
      {
        name: "per",
        kind: "choice",
        choices: ["element", "channel"],
        default: "element",
        doc: "drop single values, or whole channels of a map (PyTorch's Dropout2d)"
      }
    ],
    type(call2) {
      if (call2.settings["per"] === "channel") requireMap(call2, "dropout");
      return normalizedType(call2, "dropout");
    },
    lower(l, [x5]) {
      const rate = l.number("rate");
      if (l.mode === "inference" || rate === 0) return x5;
      const whole = l.builder.shape(x5);
      const shape = l.settings["per"] === "channel" ? [whole[0], 1, 1, whole[3]] : whole;
      const kept2 = l.draw("mask", { kind: "bernoulli", p: 1 - rate }, shape);
      const scaled = l.builder.add("Mul", [kept2, l.builder.constant(1 / (1 - rate))]);
      return l.builder.add("Mul", [x5, scaled]);
    }
  })
];

// src/compiler/functions/reductions.ts
var x3 = value("x", "any values");
function reducedShape(call2, callee, type2) {
  const rank = type2.shape.length;
  const axes = call2.settings["axes"].map((axis) => {
    if (axis < -rank || axis >= rank) {
      call2.fail("argument-out-of-range", { callee, parameter: "axes", value: axis, low: -rank, high: rank - 1, doc: "axes of one example, numbered from 0, or from -1 at the end; the batch is none of them" }, "axes");
    }
    return axis < 0 ? axis + rank : axis;
  });
  return type2.shape.filter((_, i) => !axes.includes(i));
}
var sumRange = ([low, high]) => [low < 0 ? -Infinity : 0, high > 0 ? Infinity : 0];
function reduction(name2, op, doc) {
  return defineFunction({
    name: name2,
    doc,
    parameters: [
      x3,
      { name: "axes", kind: "integers", default: null, doc: "axes of an example, `axes: [0, 1]`; without them everything, the batch included" }
    ],
    type(call2) {
      refuseLabels(call2, name2);
      const type2 = call2.inputs[0];
      const range2 = type2.range && op === "Sum" ? sumRange(type2.range) : type2.range;
      return call2.has("axes") ? tensor(reducedShape(call2, name2, type2), type2.batched, range2) : tensor([], false, range2);
    },
    lower(l, [v]) {
      const axes = l.settings["axes"];
      const whole = axes ? axes.map((axis) => wholeAxis(l.inputs[0], axis)) : l.builder.shape(v).map((_, i) => i);
      return reduce2(l, op, v, whole);
    }
  });
}
var reductionFunctions = [
  reduction("mean", "Mean", "The mean of everything, or over axes of an example."),
  reduction("sum", "Sum", "The sum of everything, or over axes of an example."),
  reduction("max", "Max", "The greatest of everything, or over axes of an example."),
  reduction("min", "Min", "The least of everything, or over axes of an example."),
  defineFunction({
    name: "norm",
    doc: "The Euclidean length of each example, \u221A(\u03A3x\xB2 + 1e-12): the small number keeps its gradient finite at 0.",
    parameters: [x3],
    type(call2) {
      refuseLabels(call2, "norm");
      return tensor([], call2.inputs[0].batched, [0, Infinity]);
    },
    lower(l, [v]) {
      const b2 = l.builder;
      const sum = reduce2(l, "Sum", b2.add("Square", [v]), perExampleAxes(l.inputs[0]));
      return b2.add("Sqrt", [b2.add("AddV2", [sum, b2.constant(1e-12)])]);
    }
  }),
  defineFunction({
    name: "dot",
    doc: "The inner product of two values, per example.",
    parameters: [value("a", "any values"), value("b", "values whose shape goes with the first")],
    type: (call2) => tensor([], elementwise(call2, "dot").batched),
    lower(l, inputs) {
      const product2 = l.builder.add("Mul", align(l, inputs));
      const axes = l.builder.shape(product2).map((_, axis) => axis);
      return reduce2(l, "Sum", product2, l.type.batched ? axes.slice(1) : axes);
    }
  })
];

// src/compiler/functions/resampling.ts
var map3 = value("x", "a map [height, width, channels]");
var poolParameters = [
  map3,
  { name: "size", kind: "integer", min: 1, default: 2, doc: "height and width of the window" },
  { name: "stride", kind: "integer", min: 1, default: null, doc: "cells from one window to the next; the size if not given" },
  { name: "padding", kind: "padding", default: "valid", doc: "`same`, `valid`, or a number of cells on each side" }
];
var strideOf = (call2) => call2.integer(call2.has("stride") ? "stride" : "size");
function pads2(call2, side) {
  const padding2 = call2.settings["padding"];
  if (padding2 === "same") return samePadding(side, call2.integer("size"), strideOf(call2), 1);
  return padding2 === "valid" ? [0, 0] : [padding2, padding2];
}
function pool(name2, op, doc) {
  return defineFunction({
    name: name2,
    doc,
    parameters: poolParameters,
    type(call2) {
      const [h, w, c] = requireMap(call2, name2);
      const window = call2.integer("size");
      if (typeof call2.settings["padding"] === "number" && call2.settings["padding"] >= window) {
        call2.fail("argument-out-of-range", { callee: name2, parameter: "padding", value: call2.settings["padding"], low: 0, high: window - 1 }, "padding");
      }
      const sides = [h, w].map((side) => convolvedSize(side, window, strideOf(call2), 1, ...pads2(call2, side)));
      if (Math.min(...sides) < 1) {
        call2.fail("kernel-too-large", { callee: name2, kernel: `${window} \xD7 ${window}`, input: `${h} \xD7 ${w}` }, "size");
      }
      return withRange(tensor([...sides, c], call2.inputs[0].batched), call2.inputs[0].range);
    },
    lower(l, [x5]) {
      const [h, w] = l.inputs[0].shape;
      return l.builder.add(op, [x5], {
        ksize: [l.integer("size"), l.integer("size")],
        strides: [strideOf(l), strideOf(l)],
        explicit_paddings: [...pads2(l, h), ...pads2(l, w)]
      });
    }
  });
}
function bilinearMatrix(side, factor) {
  const weights = new Array(side * factor * side).fill(0);
  for (let i = 0; i < side * factor; i++) {
    const at2 = Math.max(0, Math.min(side - 1, (i + 0.5) / factor - 0.5));
    const low = Math.floor(at2);
    const high = Math.min(side - 1, low + 1);
    weights[i * side + low] += 1 - (at2 - low);
    weights[i * side + high] += at2 - low;
  }
  return weights;
}
function upsampleBilinear(l, x5, factor) {
  const b2 = l.builder;
  const [, h, w] = b2.shape(x5);
  const along = (v, side, toEnd, back) => {
    const turned = b2.add("Transpose", [v], { perm: toEnd });
    const front = b2.shape(turned).slice(0, -1);
    const matrix = b2.constant(bilinearMatrix(side, factor), [side * factor, side]);
    const rows4 = reshape(l, turned, [sizeOf(front), side]);
    const product2 = b2.add("MatMul", [rows4, matrix], { transpose_a: false, transpose_b: true });
    return b2.add("Transpose", [reshape(l, product2, [...front, side * factor])], { perm: back });
  };
  const wider = along(x5, w, [0, 1, 3, 2], [0, 1, 3, 2]);
  return along(wider, h, [0, 2, 3, 1], [0, 3, 1, 2]);
}
var resamplingFunctions = [
  pool("max_pool", "MaxPool", "The largest value of every window."),
  pool("avg_pool", "AvgPool", "The mean of every window; cells outside the map do not count."),
  defineFunction({
    name: "global_avg_pool",
    doc: "The mean of each channel over the whole map.",
    parameters: [map3],
    type(call2) {
      const [, , c] = requireMap(call2, "global_avg_pool");
      return withRange(tensor([c], call2.inputs[0].batched), call2.inputs[0].range);
    },
    lower: (l, [x5]) => l.builder.add("Mean", [x5], { axes: [1, 2], keep_dims: false })
  }),
  defineFunction({
    name: "upsample",
    doc: "Makes a map larger by a whole factor, by repeating pixels or by interpolation.",
    parameters: [
      map3,
      { name: "factor", kind: "integer", min: 1, default: 2, doc: "how many times as high and wide" },
      { name: "method", kind: "choice", choices: ["nearest", "bilinear"], default: "nearest", doc: "repeat pixels, or interpolate between them" }
    ],
    type(call2) {
      const [h, w, c] = requireMap(call2, "upsample");
      const factor = call2.integer("factor");
      return reshaped(call2.inputs[0], [h * factor, w * factor, c]);
    },
    lower(l, [x5]) {
      if (l.integer("factor") === 1) return x5;
      if (l.settings["method"] === "bilinear") return upsampleBilinear(l, x5, l.integer("factor"));
      return l.builder.add("ResizeNearestNeighbor", [x5], { size: l.type.shape.slice(0, 2) });
    }
  })
];

// src/compiler/functions/shaping.ts
var x4 = value("x", "any values");
var targetShape = (call2) => call2.settings["shape"];
function reshapeAdvice(given, wanted) {
  const count = sizeOf(given);
  const whole = sizeOf(wanted);
  const layer = given.length === 1 ? `let the layer before make ${whole} features: \`dense(${whole})\`` : `put \`flatten |> dense(${whole})\` before it`;
  for (let i = wanted.length - 1; i >= 0; i--) {
    const side = count / (whole / wanted[i]);
    if (!Number.isInteger(side)) continue;
    const mended = wanted.map((s, j) => j === i ? side : s);
    return `\`reshape(${mended.join(", ")})\` would fit; or ${layer}`;
  }
  return layer;
}
function concatAxis(call2) {
  const rank = call2.inputs[0].shape.length;
  const axis = call2.integer("axis") < 0 ? call2.integer("axis") + rank : call2.integer("axis");
  if (axis < 0 || axis >= rank) {
    call2.fail("argument-out-of-range", { callee: "concat", parameter: "axis", value: call2.integer("axis"), low: -rank, high: rank - 1, doc: "an axis of one example, numbered from 0, or from -1 at the end; the batch is none of them" }, "axis");
  }
  return axis;
}
function concatAdvice(call2) {
  const map4 = call2.inputs.find((t) => t.shape.length === 3);
  if (!map4 || call2.inputs[0] !== map4) return "bring them to the same number of axes first, with `flatten` or `reshape`";
  const [h, w] = map4.shape;
  return `make a map of the row first: \`dense(${h * w}) |> reshape(${h}, ${w}, 1)\`; or \`flatten\` the map`;
}
function requireConcatenable(call2) {
  refuseLabels(call2, "concat");
  const first2 = call2.inputs[0];
  const different = call2.inputs.find((t) => t.shape.length !== first2.shape.length);
  if (!different && first2.shape.length > 0) return;
  const texts = {
    message: "`concat` needs values with equally many axes, at least one",
    here: together(call2),
    why: different ? `${formatShape(first2.shape)} has ${first2.shape.length} and ${formatShape(different.shape)} has ${different.shape.length}` : "a single number has no axis to grow along",
    help: concatAdvice(call2)
  };
  call2.fail("shape-mismatch", texts, void 0, shapeNotes(call2));
}
function pad(name2, doc, reflects) {
  return defineFunction({
    name: name2,
    doc,
    transparent: true,
    parameters: [
      value("x", "a map [height, width, channels]"),
      { name: "cells", kind: "integer", min: 0, default: 1, doc: "cells on each side" }
    ],
    type(call2) {
      const [h, w, c] = requireMap(call2, name2);
      const cells = call2.integer("cells");
      if (reflects && cells >= Math.min(h, w)) {
        call2.fail("argument-out-of-range", { callee: name2, parameter: "cells", value: cells, low: 0, high: Math.min(h, w) - 1 }, "cells");
      }
      const { batched, range: range2 } = call2.inputs[0];
      const zeroFits = range2 && range2[0] <= 0 && range2[1] >= 0;
      return withRange(tensor([h + 2 * cells, w + 2 * cells, c], batched), reflects || zeroFits ? range2 : void 0);
    },
    lower(l, [v]) {
      const p = l.integer("cells");
      if (p === 0) return v;
      const paddings = [[0, 0], [p, p], [p, p], [0, 0]];
      return reflects ? l.builder.add("MirrorPad", [v], { paddings, mode: "REFLECT" }) : l.builder.add("Pad", [v], { paddings });
    }
  });
}
function repeated(l, v, index2) {
  const type2 = l.inputs[index2];
  return type2.batched || !l.type.batched ? v : l.builder.add("BroadcastTo", [reshape(l, v, [1, ...type2.shape])], { shape: [l.batch, ...type2.shape] });
}
var shapingFunctions = [
  defineFunction({
    name: "reshape",
    doc: "The same elements in another shape; the batch stays as it is.",
    transparent: true,
    parameters: [x4, { name: "shape", kind: "integers", min: 1, doc: "the new sizes, as in `reshape(7, 7, 256)`" }],
    type(call2) {
      const type2 = call2.inputs[0];
      const shape = targetShape(call2);
      if (elements(type2) !== sizeOf(shape)) {
        call2.fail("reshape-size", {
          from: formatShape(type2.shape),
          to: formatShape(shape),
          count: elements(type2),
          wanted: sizeOf(shape),
          help: reshapeAdvice(type2.shape, shape)
        });
      }
      return reshaped(type2, shape);
    },
    recover: (call2) => reshaped(call2.inputs[0], targetShape(call2)),
    lower: (l, [v]) => reshape(l, v, wholeShape(l))
  }),
  defineFunction({
    name: "flatten",
    doc: "All elements of an example in one row.",
    transparent: true,
    parameters: [x4],
    type: (call2) => reshaped(call2.inputs[0], [elements(call2.inputs[0])]),
    lower: (l, [v]) => reshape(l, v, wholeShape(l))
  }),
  defineFunction({
    name: "concat",
    doc: "Values side by side along an axis of an example, the last one if not said otherwise.",
    transparent: true,
    parameters: [
      { name: "values", kind: "values", doc: "two or more values" },
      { name: "axis", kind: "integer", default: -1, doc: "which axis of an example grows" }
    ],
    type(call2) {
      requireConcatenable(call2);
      const types = call2.inputs;
      const axis = concatAxis(call2);
      const first2 = types[0].shape;
      if (types.some((t) => t.shape.some((side, i) => i !== axis && side !== first2[i]))) {
        const maps = first2.length === 3 && axis === 2;
        const texts = {
          message: maps ? "`concat` needs equal heights and widths" : "`concat` needs equal sizes on every other axis",
          here: together(call2),
          why: maps ? "maps are put side by side along their channels" : `only axis ${axis} may differ`,
          ...maps && { help: "an odd side that is halved and doubled again does not come back: start from a side that divides by 2 as often as it is halved" }
        };
        call2.fail("shape-mismatch", texts, void 0, shapeNotes(call2));
      }
      const sum = types.reduce((total, t) => total + t.shape[axis], 0);
      return joined(types, first2.map((side, i) => i === axis ? sum : side));
    },
    lower(l, inputs) {
      const whole = inputs.map((v, i) => repeated(l, v, i));
      return whole.length === 1 ? whole[0] : l.builder.add("ConcatV2", whole, { axis: wholeAxis(l.type, l.integer("axis")) });
    }
  }),
  pad("zero_pad", "Adds cells of zeros around a map.", false),
  pad("reflect_pad", "Adds the mirror image of a map around it, the edge itself not repeated: fewer artefacts at the border than zeros.", true)
];

// src/compiler/functions/table.ts
var families = [
  { title: "Dense layers and embeddings", functions: denseFunctions },
  { title: "Convolutions", functions: convolutionFunctions },
  { title: "Pooling and upsampling", functions: resamplingFunctions },
  { title: "Normalisation and dropout", functions: normalizationFunctions },
  { title: "Activations", functions: activationFunctions },
  { title: "Shapes", functions: shapingFunctions },
  { title: "Arithmetic", functions: arithmeticFunctions },
  { title: "Reductions", functions: reductionFunctions },
  { title: "Cross-entropies", functions: crossEntropyFunctions }
];
var functions = new Map(
  families.flatMap((family) => family.functions).map((f) => [f.name, f])
);

// src/compiler/library/sources.ts
var libraryFiles = [
  {
    name: "library/objectives.gan",
    functions: ["minimax_d", "non_saturating_g", "least_squares_d", "least_squares_g", "wasserstein_d", "wasserstein_g", "hinge_d", "hinge_g"],
    text: "/// Objectives of the two players, over the discriminator's outputs on real and generated examples.\n\n/// Goodfellow et al. 2014, eq. 1, as a loss on logits: \u2212log \u03C3(real) \u2212 log(1 \u2212 \u03C3(fake)).\nfn minimax_d(real, fake) {\n  mean(softplus(-real)) + mean(softplus(fake))\n}\n\n/// Goodfellow et al. 2014, section 3: the generator maximises log \u03C3(fake) (non-saturating).\nfn non_saturating_g(fake) {\n  mean(softplus(-fake))\n}\n\n/// Mao et al. 2017, eq. 9 with a = 0, b = 1.\nfn least_squares_d(real, fake) {\n  0.5 * mean((real - 1)^2) + 0.5 * mean(fake^2)\n}\n\n/// Mao et al. 2017, eq. 9 with c = 1.\nfn least_squares_g(fake) {\n  0.5 * mean((fake - 1)^2)\n}\n\n/// Arjovsky et al. 2017, eq. 3: what the critic minimises.\nfn wasserstein_d(real, fake) {\n  mean(fake) - mean(real)\n}\n\n/// Arjovsky et al. 2017: what the generator minimises.\nfn wasserstein_g(fake) {\n  -mean(fake)\n}\n\n/// Lim & Ye 2017; Miyato et al. 2018, eq. 16.\nfn hinge_d(real, fake) {\n  mean(relu(1 - real)) + mean(relu(1 + fake))\n}\n\n/// Miyato et al. 2018, eq. 17.\nfn hinge_g(fake) {\n  -mean(fake)\n}\n"
  },
  {
    name: "library/penalties.gan",
    functions: ["gradient_penalty", "dragan_penalty", "r1", "r2"],
    text: "/// Penalties on a critic's gradient.\n\n/// Gulrajani et al. 2017, eq. 3: the critic's gradient between real and generated examples has length 1.\nfn gradient_penalty(D, real, fake, target = 1.0) {\n  t ~ uniform(0, 1)[1]\n  let between = lerp(real, fake, t)\n  mean((norm(grad(sum(D(between)), between)) - target)^2)\n}\n\n/// Kodali et al. 2017 (DRAGAN): the discriminator's gradient has length 1 around the data.\nfn dragan_penalty(D, real, scale = 0.5) {\n  noise ~ uniform(0, 1)[1]\n  let near = real + scale * noise\n  mean((norm(grad(sum(D(near)), near)) - 1)^2)\n}\n\n/// Mescheder et al. 2018, eq. 9: half the squared gradient of the discriminator on the data.\nfn r1(D, real) {\n  0.5 * mean(norm(grad(sum(D(real)), real))^2)\n}\n\n/// Mescheder et al. 2018, eq. 10: half the squared gradient of the discriminator on generated examples.\nfn r2(D, fake) {\n  0.5 * mean(norm(grad(sum(D(fake)), fake))^2)\n}\n"
  }
];

// src/compiler/library/library.ts
var libraryNames = libraryFiles.flatMap((file) => file.functions);
var parsed = /* @__PURE__ */ new Map();
function libraryFunction(name2) {
  const file = libraryFiles.find((f) => f.functions.includes(name2));
  return file && functionsOf(file).get(name2);
}
function functionsOf(file) {
  const known = parsed.get(file);
  if (known) return known;
  const { spec, diagnostics } = parse({ name: file.name, text: file.text });
  if (hasErrors(diagnostics)) throw new Error(`${file.name}: ${diagnostics[0].message}`);
  const functions2 = new Map(spec.declarations.flatMap((d) => d.kind === "fn" ? [[d.name.name, d]] : []));
  parsed.set(file, functions2);
  return functions2;
}

// src/compiler/check/messages.ts
var error2 = (text) => ({ severity: "error", ...text });
var warning2 = (text) => ({ severity: "warning", ...text });
var listed2 = (names2, last2) => {
  const quoted2 = names2.map((n) => `\`${n}\``);
  return quoted2.length < 2 ? quoted2.join("") : `${quoted2.slice(0, -1).join(", ")} ${last2} ${quoted2.at(-1)}`;
};
var choiceLimit = 40;
function suggestion({ near, choices }) {
  if (near.length > 0) return `did you mean ${listed2(near, "or")}?`;
  if (choices.length === 0 || choices.length > choiceLimit) return void 0;
  return choices.length === 1 ? `there is only ${listed2(choices, "and")}` : `there are ${listed2(choices, "and")}`;
}
function large(count) {
  const [size3, word2] = count >= 1e12 ? [1e12, "trillion"] : count >= 1e9 ? [1e9, "billion"] : [1e6, "million"];
  return `${Number((count / size3).toPrecision(3))} ${word2}`;
}
function bounds(low, high) {
  const below = high !== void 0 && high < 1 && high > 0.9999;
  if (low === void 0) return below ? "less than 1" : `at most ${high}`;
  if (high === void 0) return `at least ${low}`;
  return below ? `at least ${low} and less than 1` : `between ${low} and ${high}`;
}
var messages2 = {
  // ── names ─────────────────────────────────────────────────────────────────────────────────────────────────────────
  "unknown-name": error2({
    message: (p) => `there is no ${p.what} named \`${p.name}\` here`,
    help: (p) => suggestion(p) ?? p.otherwise
  }),
  "duplicate-name": error2({
    message: (p) => `\`${p.name}\` is declared twice`,
    label: () => "declared again here",
    why: (p) => `it is already ${p.first}`,
    help: () => "give one of them another name"
  }),
  "reserved-name": error2({
    message: (p) => `\`${p.name}\` is ${p.what} of the language and cannot be declared again`,
    help: () => "choose another name"
  }),
  "circular-definition": error2({
    message: (p) => `\`${p.name}\` is defined in terms of itself`,
    why: (p) => p.path.map((n) => `\`${n}\``).reduce((said, n, i) => `${said}${i === 1 ? " needs" : ", which needs"} ${n}`),
    help: (p) => p.path.length === 2 ? "to apply the same layers several times, write `repeat(3) { \u2026 }`" : "let one of them do without the others"
  }),
  "missing-model": error2({
    message: () => "the file does not say which model it describes",
    label: () => "`model NAME` is expected before this",
    help: () => "begin with a line such as `model dcgan`"
  }),
  "duplicate-declaration": error2({
    message: (p) => `there can be only one \`${p.what}\` in a file`,
    help: (p) => p.what === "train" ? "put all actions into one `train`: it goes through them in turn" : "remove one of them"
  }),
  "not-a-function": error2({
    message: (p) => `\`${p.name}\` is ${p.is}: it cannot be called`,
    why: () => "only functions, layers, networks and blocks take arguments",
    help: (p) => `use \`${p.name}\` without parentheses; to multiply, write \`${p.name} * \u2026\``
  }),
  "wrong-place": error2({
    message: (p) => `${p.expected} is expected here, and \`${p.name}\` is ${p.is}`,
    help: (p) => p.help
  }),
  "unknown-member": error2({
    message: (p) => `${p.of} has no part named \`${p.name}\``,
    help: suggestion
  }),
  "no-members": error2({
    message: (p) => `this is ${p.type}: it has no parts to choose from`,
    why: () => "only a network with several results, `-> (validity: logit[1], label: logit[10])`, has named parts",
    help: (p) => `leave out \`.${p.name}\``
  }),
  // ── calls ─────────────────────────────────────────────────────────────────────────────────────────────────────────
  "missing-argument": error2({
    message: (p) => `\`${p.callee}\` needs \`${p.parameter}\``,
    why: (p) => p.doc ? `\`${p.parameter}\`: ${p.doc}` : void 0,
    help: (p) => `write \`${p.signature}\``
  }),
  "missing-type": error2({
    message: (p) => `the input \`${p.name}\` of a network needs a type`,
    why: () => "a network is checked on its own, before anyone calls it",
    help: (p) => `write, for example, \`${p.name}: tensor[2]\``
  }),
  "too-many-arguments": error2({
    message: (p) => `\`${p.callee}\` takes ${p.most === 0 ? "no arguments" : `at most ${p.most} argument${p.most === 1 ? "" : "s"}`} here`,
    label: () => "this one is too many",
    help: (p) => `write \`${p.signature}\``
  }),
  "unknown-argument": error2({
    message: (p) => `\`${p.callee}\` has no parameter named \`${p.name}\``,
    help: suggestion
  }),
  "duplicate-argument": error2({
    message: (p) => `\`${p.name}\` is given twice to \`${p.callee}\``,
    help: () => "remove one of them"
  }),
  "positional-after-named": error2({
    message: () => "an argument without a name follows one with a name",
    help: () => "name it, or put it before the named ones"
  }),
  "wrong-argument": error2({
    message: (p) => `\`${p.parameter}\` of \`${p.callee}\` must be ${p.expected}, not ${p.found}`
  }),
  "argument-out-of-range": error2({
    message: (p) => `\`${p.parameter}\` of \`${p.callee}\` must be ${bounds(p.low, p.high)}`,
    label: (p) => `this is ${p.value}`,
    why: (p) => p.doc && `\`${p.parameter}\`: ${p.doc}`
  }),
  "unknown-choice": error2({
    message: (p) => `\`${p.parameter}\` of \`${p.callee}\` cannot be \`${p.name}\``,
    why: (p) => `\`${p.parameter}\`: ${p.doc}`,
    help: (p) => p.near.length > 0 ? suggestion(p) : `it can be ${listed2(p.choices, "or")}`
  }),
  "layer-outside-network": error2({
    message: (p) => `\`${p.name}\` has weights and can only stand in a network or a block`,
    why: () => "weights belong to a network: that is what is trained, saved and shared",
    help: (p) => `put \`${p.name}\` into a \`network\`, and call that`
  }),
  // ── numbers and sizes ─────────────────────────────────────────────────────────────────────────────────────────────
  "not-a-constant": error2({
    message: (p) => `${p.what} must be known before training`,
    label: () => "this depends on data or weights",
    help: () => "use a number, a `const`, or arithmetic over them"
  }),
  "wrong-kind": error2({
    message: (p) => `${p.expected} is expected here, not ${p.found}`,
    why: (p) => p.why,
    help: (p) => p.help
  }),
  "not-an-integer": error2({
    message: (p) => `${p.what} must be a whole number, and this is ${Number(p.value.toPrecision(8))}`,
    help: (p) => p.value > 1 ? `use numbers that give ${Math.floor(p.value)} or ${Math.ceil(p.value)}` : "use a number such as 1"
  }),
  "bad-size": error2({
    message: (p) => `${p.what} must be at least ${p.least}, and this is ${p.value}`,
    help: (p) => p.value === -1 ? "shapes are those of one example: if -1 stands for the batch, leave it out; else write the size" : `use at least ${p.least}`
  }),
  "too-many-repetitions": error2({
    message: (p) => `${p.count.toLocaleString("en-US")} rounds are more than can be unrolled`,
    why: (p) => `each round becomes layers of its own, and ${p.most.toLocaleString("en-US")} rounds are the most`,
    help: () => "for training longer, use `repeat` in `train`; for a sequence, make the layers wider instead of more"
  }),
  indivisible: error2({
    message: (p) => `${p.value} does not divide by ${p.divisor}`,
    label: (p) => `${p.dividend} is ${p.value}`,
    why: (p) => p.divisor === 2 ? "sizes are whole numbers: halving an odd side drops a row, and doubling it again does not bring it back" : "sizes are whole numbers, and a share of a row does not exist",
    help: (p) => p.sizes
  }),
  "division-by-zero": error2({
    message: (p) => `${p.dividend} ${p.operator} 0 has no value`,
    label: () => "this is 0",
    help: () => "make sure that the divisor cannot become 0"
  }),
  "bad-range": error2({
    message: (p) => `nothing lies between ${p.low} and ${p.high}`,
    why: (p) => `a range goes upwards, and ${p.low} is greater than ${p.high}`,
    help: (p) => `write the smaller end first: \`${p.written}\``
  }),
  // ── shapes ────────────────────────────────────────────────────────────────────────────────────────────────────────
  "shape-mismatch": error2({
    message: (p) => p.message,
    label: (p) => p.here,
    why: (p) => p.why,
    help: (p) => p.help
  }),
  "wrong-rank": error2({
    message: (p) => `\`${p.callee}\` takes ${p.expected}, not ${p.found}`,
    label: (p) => `given ${p.found}`,
    help: (p) => p.help
  }),
  "reshape-size": error2({
    message: (p) => `\`reshape\` cannot make ${p.to} out of ${p.from}`,
    label: (p) => `${p.wanted} elements are asked for, and there are ${p.count}`,
    why: () => "a reshape keeps every element: the products of the sizes must be equal",
    help: (p) => p.help
  }),
  "kernel-too-large": error2({
    message: (p) => `the ${p.kernel} ${p.callee.endsWith("pool") ? "window" : "kernel"} of \`${p.callee}\` does not fit into ${p.input}`,
    why: (p) => `the map is ${p.input} here, and ${p.callee.endsWith("pool") ? "a window" : "a kernel"} must lie inside it, padding included`,
    help: (p) => p.callee === "conv2d" ? "use `padding: same`, a smaller kernel, or fewer downsampling layers before it (the arguments are filters, then kernel)" : "use `padding: same`, a smaller window, or fewer downsampling layers before it"
  }),
  "loss-not-scalar": error2({
    message: (p) => `\`${p.name}\` is ${p.type} for each example, and a loss is one number for the whole batch`,
    label: (p) => `${p.type} for each example`,
    help: () => "say how the batch is combined: `mean(\u2026)` or `sum(\u2026)`"
  }),
  "gradient-of-batch": error2({
    message: (p) => `\`grad\` takes one number for the whole batch, and this is ${p.type} for each example`,
    why: () => "a gradient is that of a single number",
    help: () => "write `grad(sum(\u2026), wrt)`: summed over the batch, each example keeps its own gradient"
  }),
  "gradient-independent": error2({
    message: () => "this gradient is always zero",
    label: () => "the scalar does not depend on this value",
    why: () => "the value that `grad` differentiates by must be the one that the scalar was computed from",
    help: () => "name it once with `let`, and use that name in both places"
  }),
  // ── meanings ──────────────────────────────────────────────────────────────────────────────────────────────────────
  "double-activation": error2({
    message: (p) => `\`${p.callee}\` is applied to a probability`,
    label: () => "one activation too many",
    why: (p) => `\`${p.callee}\` turns logits into probabilities; twice, it squeezes everything towards the middle and the gradients vanish`,
    help: (p) => `use the probability as it is, without this \`${p.callee}\``
  }),
  "loss-wants-logit": error2({
    message: (p) => `\`${p.callee}\` takes logits, and this is a probability`,
    label: () => "a sigmoid or softmax was applied already",
    why: (p) => `\`${p.callee}\` applies its own log-softmax, which is exact where log(softmax(x)) is not`,
    help: () => "drop the sigmoid or softmax before it and declare the result `logit[n]`"
  }),
  "probability-as-score": error2({
    message: () => "the mean of a probability is used as a score",
    label: (p) => `\`${p.network}\` gives a probability`,
    why: () => "a Wasserstein critic is unbounded: behind a sigmoid its scores saturate, and its gradients with them",
    help: (p) => `drop the sigmoid and let \`${p.network}\` return \`score[1]\`; or use a loss for probabilities, such as \`-mean(log(${p.network}(x)))\``
  }),
  "meaning-mismatch": error2({
    message: (p) => p.promise ? `${p.what} is declared as ${p.expected}, and ${p.found} comes out` : `${p.what} takes ${p.expected}, not ${p.found}`,
    label: (p) => `this is ${p.found}`,
    why: (p) => p.why,
    help: (p) => p.help
  }),
  /** `found` is absent where nothing is known of the values. */
  "range-mismatch": error2({
    message: (p) => {
      if (p.found === void 0) return `${p.what} lies in ${p.expected}, and nothing holds these values there`;
      return `${p.what} lies in ${p.expected}, and this ${p.found.includes("..") ? "lies in" : "is"} ${p.found}`;
    },
    label: (p) => p.found === void 0 ? "these can be any numbers" : p.found.includes("..") ? `values in ${p.found}` : `this is ${p.found}`,
    why: (p) => p.why,
    help: (p) => p.help
  }),
  "class-count": error2({
    message: (p) => `the labels have ${p.found} classes, and \`${p.callee}\` has room for ${p.expected}`,
    label: (p) => `room for ${p.expected}`,
    why: (p) => `a label of ${p.found - 1} would fall outside`,
    help: (p) => `make room for ${p.found}`
  }),
  // ── data ──────────────────────────────────────────────────────────────────────────────────────────────────────────
  "data-type": error2({
    message: (p) => `\`${p.source}\` delivers ${p.delivered}, and \`${p.field}\` is declared as ${p.declared}`,
    why: () => "data keep the shape that their source gives them; networks reshape them",
    help: (p) => `declare \`${p.field}: ${p.right}\`${p.then ?? ""}`
  }),
  "too-many-fields": error2({
    message: (p) => `\`${p.source}\` has ${p.count} field${p.count === 1 ? "" : "s"}`,
    label: () => "this one is too many",
    why: (p) => `in order: ${p.fields}`,
    help: () => "remove it"
  }),
  "bad-source": error2({
    message: (p) => `\`${p.parameter}\` of \`${p.source}\` cannot be ${p.value}`,
    why: (p) => p.why,
    help: (p) => p.help
  }),
  // ── the training program ──────────────────────────────────────────────────────────────────────────────────────────
  "missing-batch": error2({
    message: () => "the training does not say how large a minibatch is",
    help: () => "write `train for 10_000 steps, batch 64 { \u2026 }`"
  }),
  "bad-duration": error2({
    message: (p) => `a duration is expected here, not ${p.found}`,
    help: ({ count }) => count === void 0 ? "write `1_000 steps` or `5 epochs`" : `write \`${count} steps\` or \`${count} epochs\``
  }),
  "missing-optimizer": error2({
    message: () => "this `minimize` does not say with which optimizer",
    why: (p) => `no earlier \`minimize\` over ${p.networks} has an optimizer that could be shared`,
    help: () => "add `using adam(1e-4)`"
  }),
  "loss-independent": error2({
    message: (p) => `\`${p.loss}\` does not depend on the weights of \`${p.network}\``,
    label: () => "no step over this loss would change it",
    why: (p) => `no path leads from \`${p.network}\`'s weights to the loss: its gradient is zero everywhere`,
    help: (p) => `use \`${p.network}\` in the loss, with no \`stop_gradient\` around it, or minimise over the networks that it uses`
  }),
  "untrained-network": warning2({
    message: (p) => `nobody trains \`${p.network}\``,
    label: () => "its weights stay as they were drawn",
    help: (p) => `add a \`minimize \u2026 over ${p.network}\`, or remove the network`
  }),
  "unused-loss": warning2({
    message: (p) => `\`${p.loss}\` is never minimised`,
    help: (p) => `add \`minimize ${p.loss} over \u2026\` to the training, or make it a \`let\``
  }),
  "unused-latent": warning2({
    message: (p) => `\`${p.latent}\` is drawn and never used`,
    help: () => "feed it to a network, or remove it"
  }),
  "ignored-input": warning2({
    message: (p) => `\`${p.network}\` ignores its input \`${p.input}\``,
    why: () => "its result is the same for every value, so what it makes cannot vary with it",
    help: (p) => `use \`${p.input}\` in the body, or remove the parameter`
  }),
  "linear-layers": warning2({
    message: (p) => `\`${p.second}\` follows \`${p.first}\` with no nonlinearity in between`,
    label: () => "adds nothing that one layer could not do",
    why: () => "linear layers in a row are one linear layer: depth without an activation adds nothing",
    help: () => "put an activation such as `leaky_relu` between them"
  }),
  "huge-network": warning2({
    message: (p) => `\`${p.network}\` has ${large(p.count)} weights in \`${p.layer}\` alone`,
    label: (p) => `${large(p.count * 4)} bytes`,
    why: () => "training keeps each weight, its gradient and the moments of the optimizer: about four times as much memory",
    help: () => "make this layer, or the one before it, smaller"
  }),
  "expectation-failed": error2({
    message: (p) => `expected ${p.left} ${p.relation} ${p.expected}, and it is ${p.found}`,
    help: () => "correct what it speaks of, or the expectation"
  }),
  "expectation-form": error2({
    message: () => "an expectation is a comparison that can be decided now",
    help: () => "write, for example, `expect parameters(G) == 3_576_704`"
  }),
  "unknown-report": error2({
    message: (p) => `\`${p.where}\` knows nothing named \`${p.name}\``,
    help: (p) => p.belongs ? `\`${p.name}\` stands in \`${p.belongs} { \u2026 }\`` : suggestion(p)
  })
};
function diagnostic(code2, parameters3, span2, options = {}) {
  const text = messages2[code2];
  const optional = {
    label: text.label?.(parameters3),
    why: text.why?.(parameters3),
    help: text.help?.(parameters3),
    labels: options.labels?.length ? options.labels : void 0,
    fix: options.fix
  };
  const given = Object.fromEntries(Object.entries(optional).filter(([, value2]) => value2 !== void 0));
  return { code: code2, severity: text.severity, message: text.message(parameters3), span: span2, ...given };
}

// src/compiler/check/other-names.ts
var synonyms = {
  // types
  tensor: "vector array matrix float floats",
  prob: "probability",
  logit: "logits",
  class: "label labels int categorical category",
  // layers and functions
  dense: "linear fc fullyconnected affine",
  conv2d: "conv convolution convolution2d",
  conv2d_transpose: "deconv deconv2d convtranspose2d convtranspose transposedconv2d deconvolution",
  batch_norm: "bn batchnormalization batchnorm1d batchnorm2d",
  instance_norm: "instancenorm2d instancenormalization",
  layer_norm: "layernormalization",
  leaky_relu: "lrelu",
  silu: "swish",
  max_pool: "maxpool2d maxpooling2d maxpooling",
  avg_pool: "avgpool2d averagepooling2d averagepool",
  global_avg_pool: "globalaveragepooling2d adaptiveavgpool2d gap",
  upsample: "upsampling upsampling2d interpolate resize",
  flatten: "ravel",
  reshape: "view",
  concat: "cat concatenate merge",
  reflect_pad: "reflectionpad2d reflectionpadding2d",
  zero_pad: "zeropad2d zeropadding2d pad",
  embedding: "embed",
  one_hot: "tocategorical",
  binary_cross_entropy: "bce bceloss bcewithlogits bcewithlogitsloss sigmoidcrossentropy",
  cross_entropy: "ce crossentropyloss softmaxcrossentropy nll nllloss categoricalcrossentropy",
  mean: "average avg reducemean expectation",
  sum: "reducesum total",
  clamp: "clip clipbyvalue",
  grad: "gradient gradients autograd",
  stop_gradient: "detach nograd stopgrad sg",
  gradient_penalty: "gp wgangp",
  minimax_d: "minimax ganloss",
  hinge_d: "hinge hingeloss",
  wasserstein_d: "wasserstein",
  least_squares_d: "leastsquares lsgan",
  // initialisers, distributions
  normal: "gaussian randn gauss randomnormal",
  uniform: "rand randomuniform",
  truncated_normal: "truncnormal",
  glorot_uniform: "xavier xavieruniform",
  glorot_normal: "xaviernormal",
  he_uniform: "kaiming kaiminguniform",
  he_normal: "kaimingnormal",
  zeros: "zero",
  ones: "one",
  // parameters
  learning_rate: "lr rate stepsize",
  beta1: "beta betas",
  rho: "alpha",
  stride: "strides",
  kernel: "kernelsize size",
  filters: "channels outchannels features",
  units: "outfeatures neurons",
  slope: "alpha negativeslope",
  rate: "p drop",
  padding: "pad",
  bias: "usebias",
  init: "initializer initialiser kernelinitializer weightinit",
  momentum: "decay",
  axes: "axis dim dims",
  std: "stddev sigma scale",
  modes: "n",
  // schedules
  cosine: "cosineannealing cosineannealinglr cosinedecay",
  step: "steplr stepdecay multisteplr",
  linear: "linearlr lineardecay polynomial"
};
var squeezed = (name2) => name2.toLowerCase().replaceAll("_", "");
function meant2(name2, choices) {
  const all = [...new Set(choices)];
  const wanted = squeezed(name2);
  const same = all.filter((choice) => squeezed(choice) === wanted || synonyms[choice]?.split(" ").includes(wanted));
  if (same.length > 0) return same;
  return name2.length > 1 ? didYouMean(name2, all) : [];
}

// src/compiler/check/context.ts
function report2(context, code2, parameters3, span2, options) {
  context.diagnostics.push(diagnostic(code2, parameters3, span2, options));
}
function reportUnknown(context, name2, what, choices, otherwise) {
  if (name2.name === "") return;
  const near = meant2(name2.name, choices);
  const texts = { name: name2.name, what, near, choices: otherwise === void 0 ? choices : [], ...otherwise !== void 0 && { otherwise } };
  report2(context, "unknown-name", texts, name2.span, renameFix(name2.span, near));
}
function renameFix(at2, near) {
  const [best] = near;
  if (best === void 0) return {};
  return { fix: { title: `Change to \`${best}\``, edits: [{ span: at2, replacement: best }], safe: false } };
}
function asCall(e) {
  if (e.kind === "call") return e;
  if (e.kind === "name") return { callee: { kind: "identifier", name: e.name, span: e.span }, arguments: [] };
  return null;
}

// src/compiler/check/values.ts
var errorValue = { kind: "error" };
var numberValue2 = (value2) => ({ kind: "number", value: value2 });
var tensorValue = (expression2) => ({ kind: "tensor", expression: expression2 });
function expressionValue(expression2) {
  return expression2.type.kind === "tuple" ? { kind: "tuple", expression: expression2 } : tensorValue(expression2);
}
function constantExpression(value2, span2) {
  return { kind: "constant", value: value2, type: tensor([], false, [value2, value2]), span: span2 };
}
function describe2(value2) {
  switch (value2.kind) {
    case "number":
      return `the number ${value2.value}`;
    case "boolean":
      return String(value2.value);
    case "string":
      return `the text "${value2.value}"`;
    case "list":
      return "a list";
    case "range":
      return `the range ${value2.low}..${value2.high}`;
    case "duration":
      return `${value2.duration.count} ${value2.duration.unit}`;
    case "transition":
      return `${value2.from} -> ${value2.to}`;
    case "tensor":
    case "tuple":
      return formatType2(value2.expression.type);
    case "network":
      return `the network ${value2.network.name}`;
    case "block":
      return `the block ${value2.declaration.name.name}`;
    case "fn":
      return `the function ${value2.declaration.name.name}`;
    case "error":
      return "a mistake";
  }
}

// src/compiler/check/arithmetic.ts
var arithmetic = {
  "+": (a2, b2) => a2 + b2,
  "-": (a2, b2) => a2 - b2,
  "*": (a2, b2) => a2 * b2,
  "/": (a2, b2) => a2 / b2,
  "%": (a2, b2) => a2 - b2 * Math.floor(a2 / b2),
  "^": (a2, b2) => a2 ** b2
};
var comparisons = {
  "==": (a2, b2) => a2 === b2,
  "!=": (a2, b2) => a2 !== b2,
  "<": (a2, b2) => a2 < b2,
  "<=": (a2, b2) => a2 <= b2,
  ">": (a2, b2) => a2 > b2,
  ">=": (a2, b2) => a2 >= b2
};
function staticBinary(context, e, left, right) {
  const comparison = comparisons[e.operator];
  if (comparison) return { kind: "boolean", value: comparison(left, right) };
  if ((e.operator === "/" || e.operator === "%") && right === 0) {
    report2(context, "division-by-zero", { dividend: left, operator: e.operator }, e.right.span);
    return errorValue;
  }
  return numberValue2(arithmetic[e.operator](left, right));
}
function evaluateNumber(context, e, scope, what) {
  const value2 = context.evaluate(e, scope);
  if (value2.kind === "number") return value2.value;
  if (value2.kind === "tensor") report2(context, "not-a-constant", { what }, e.span);
  else if (value2.kind !== "error") {
    const help = value2.kind === "string" && value2.value.trim() !== "" && Number.isFinite(Number(value2.value)) ? { help: `write it without quotes: \`${value2.value}\`` } : {};
    report2(context, "wrong-kind", { found: describe2(value2), expected: `a number, for ${what},`, ...help }, e.span);
  }
  return null;
}
function evaluateInteger(context, e, scope, what, least = 1) {
  const value2 = evaluateNumber(context, e, scope, what);
  if (value2 === null) return null;
  if (!Number.isInteger(value2)) {
    reportFraction(context, e, scope, what, value2);
    return null;
  }
  if (value2 < least) {
    report2(context, "bad-size", { what, value: value2, least }, e.span);
    return null;
  }
  return value2;
}
function reportFraction(context, e, scope, what, value2) {
  const division = unevenDivision(context, e, scope);
  if (!division) {
    report2(context, "not-an-integer", { what, value: value2 }, e.span);
    return;
  }
  const { dividend, divisor, at: at2 } = division;
  const below = divisor * Math.floor(dividend / divisor);
  const sizes = [below, below + divisor].filter((size3) => size3 > 0);
  const text = at2.left.kind === "number" ? "this" : `\`${textOf(at2.left.span)}\``;
  const texts = { dividend: text, divisor, value: dividend, sizes: `${sizes.join(" and ")} would divide` };
  report2(context, "indivisible", texts, at2.span);
}
function unevenDivision(context, e, scope) {
  if (e.kind !== "binary") return null;
  const inside = unevenDivision(context, e.left, scope) ?? unevenDivision(context, e.right, scope);
  if (inside || e.operator !== "/") return inside;
  const dividend = context.evaluate(e.left, scope);
  const divisor = context.evaluate(e.right, scope);
  if (dividend.kind !== "number" || divisor.kind !== "number") return null;
  const whole = Number.isInteger(dividend.value) && Number.isInteger(divisor.value);
  return whole && dividend.value % divisor.value !== 0 ? { dividend: dividend.value, divisor: divisor.value, at: e } : null;
}

// src/compiler/check/arguments.ts
function inPipe(signature) {
  const [, callee, first2, rest] = /^(\w+)\((\w+)[^,)]*(?:, )?(.*)\)$/.exec(signature) ?? [];
  return callee === void 0 ? signature : `${first2} |> ${callee}${rest ? `(${rest})` : ""}`;
}
function signatureOfFormals(callee, formals) {
  return `${callee}(${formals.map((f) => f.name).join(", ")})`;
}
function bindArguments(context, callee, formals, args, whole = signatureOfFormals(callee.name, formals), given = 0, declaration2) {
  const signature = given > 0 ? inPipe(whole) : whole;
  const labels2 = declaration2 ? [{ span: declaration2, text: "declared here" }] : [];
  const bound = /* @__PURE__ */ new Map();
  let complete3 = true;
  const refuse2 = (...reported) => {
    report2(...reported);
    complete3 = false;
  };
  let next = given;
  let named2 = false;
  let tooMany = false;
  for (const argument2 of args) {
    let formal2;
    if (argument2.name) {
      named2 = true;
      const { name: name2, span: span2 } = argument2.name;
      formal2 = formals.find((f) => f.name === name2);
      if (!formal2) {
        const choices = formals.map((f) => f.name);
        const near = meant2(name2, choices);
        refuse2(context, "unknown-argument", { callee: callee.name, name: name2, near, choices }, span2, renameFix(span2, near));
        continue;
      }
      if (bound.has(name2) || formals.indexOf(formal2) < given) {
        const first2 = bound.get(name2)?.[0];
        const note = first2 ? { labels: [{ span: first2.span, text: `\`${name2}\` is this already` }] } : {};
        refuse2(context, "duplicate-argument", { callee: callee.name, name: name2 }, span2, note);
        continue;
      }
    } else {
      if (named2) {
        refuse2(context, "positional-after-named", {}, argument2.span);
        continue;
      }
      formal2 = formals[next];
      if (!formal2) {
        if (!tooMany) refuse2(context, "too-many-arguments", { callee: callee.name, most: formals.length - given, signature }, argument2.span, { labels: labels2 });
        tooMany = true;
        continue;
      }
      if (!formal2.rest) next++;
    }
    const list = bound.get(formal2.name);
    if (list) list.push(argument2);
    else bound.set(formal2.name, [argument2]);
  }
  if (!complete3) return null;
  const missing2 = formals.find((formal2, i) => i >= given && !formal2.optional && !bound.has(formal2.name));
  if (missing2) {
    report2(context, "missing-argument", { callee: callee.name, parameter: missing2.name, doc: missing2.doc, signature }, callee.span, { labels: labels2 });
    return null;
  }
  return bound;
}

// src/compiler/check/dependencies.ts
function operands(e) {
  switch (e.kind) {
    case "call":
      return e.inputs;
    case "apply":
      return e.arguments;
    case "tuple":
      return e.fields.map((f) => f.value);
    case "field":
    case "retype":
      return [e.of];
    case "gradient":
      return [e.of, e.wrt];
    default:
      return [];
  }
}
function visit(roots, enter2) {
  const seen = /* @__PURE__ */ new Set();
  const stack = [...roots];
  for (let e = stack.pop(); e; e = stack.pop()) {
    if (seen.has(e)) continue;
    seen.add(e);
    if (enter2(e) === false) continue;
    stack.push(...operands(e));
  }
}
function dependsOn(root2, matches) {
  let found = false;
  visit([root2], (e) => {
    found ||= matches(e);
    return !found;
  });
  return found;
}

// src/compiler/check/lift.ts
function toTensor(context, value2, at2, role) {
  if (value2.kind === "tensor") return value2.expression;
  if (value2.kind === "number") return constantExpression(value2.value, at2);
  if (value2.kind === "error") return null;
  const expected = role ? `one value, for ${role},` : "one value";
  const help = adviceFor(value2);
  report2(context, "wrong-kind", { expected, found: describe2(value2), ...help && { help } }, at2);
  return null;
}
function adviceFor(value2) {
  switch (value2.kind) {
    case "tuple": {
      const { type: type2 } = value2.expression;
      return type2.kind === "tuple" ? `choose a part: ${type2.fields.map((f) => `\`.${f.name}\``).join(" or ")}` : void 0;
    }
    case "network":
      return `call it: \`${value2.network.name}(\u2026)\``;
    case "block":
    case "fn":
      return `call it: \`${value2.declaration.name.name}(\u2026)\``;
    case "list":
      return "choose an item, `[256, 128][0]`, or go through them with `for c in [256, 128] { \u2026 }`";
    default:
      return void 0;
  }
}

// src/compiler/check/special-forms.ts
var formal = (name2, doc) => ({ name: name2, doc, optional: false });
var grad = {
  doc: "The gradient of a scalar with respect to a value that it was computed from; an expression like any other, so it nests to any order.",
  signature: "grad(scalar, wrt)",
  evaluate(context, callee, args, scope, piped, span2) {
    const formals = [formal("scalar", "what is differentiated"), formal("wrt", "the value it is differentiated by")];
    const bound = bindArguments(context, callee, formals, args, grad.signature, piped ? 1 : 0);
    if (!bound) return errorValue;
    const scalar = bound.get("scalar")?.[0]?.value;
    const by = bound.get("wrt")[0].value;
    const scalarSpan = scalar?.span ?? callee.span;
    const of = toTensor(context, scalar ? context.evaluate(scalar, scope) : piped.value, scalarSpan, "a scalar");
    const wrt = toTensor(context, context.evaluate(by, scope), by.span, "a value");
    if (!of || !wrt) return errorValue;
    if (of.type.batched || of.type.shape.length > 0) {
      report2(context, "gradient-of-batch", { type: formatType2(of.type) }, scalarSpan);
      return errorValue;
    }
    if (!dependsOn(of, (e) => e === wrt)) {
      report2(context, "gradient-independent", {}, by.span, { labels: [{ span: scalarSpan, text: "computed without it" }] });
      return errorValue;
    }
    return tensorValue({ kind: "gradient", of, wrt, type: tensor(wrt.type.shape, wrt.type.batched), span: span2 });
  }
};
function parameterCount(network2) {
  return network2.weights.filter((w) => w.trainable).reduce((sum, w) => sum + sizeOf(w.shape), 0);
}
var parameters2 = {
  doc: "How many trainable weights a network has: a number known while checking.",
  signature: "parameters(network)",
  evaluate(context, callee, args, scope, piped) {
    const bound = bindArguments(context, callee, [formal("network", "a network")], args, parameters2.signature, piped ? 1 : 0);
    if (!bound) return errorValue;
    const argument2 = bound.get("network")?.[0]?.value;
    const value2 = argument2 ? context.evaluate(argument2, scope) : piped.value;
    if (value2.kind === "network") return numberValue2(parameterCount(value2.network));
    if (value2.kind !== "error") {
      const texts = { callee: "parameters", parameter: "network", expected: "a network", found: describe2(value2) };
      report2(context, "wrong-argument", texts, argument2?.span ?? callee.span);
    }
    return errorValue;
  }
};
var specialForms = /* @__PURE__ */ new Map([
  ["grad", grad],
  ["parameters", parameters2]
]);

// src/compiler/check/broken-text.ts
function unsound(d) {
  if (d.kind === "network") return !d.result || !d.body || d.broken !== void 0 && d.broken.from <= d.body.span.start;
  return d.kind !== "train";
}
function doubtfulNames(declarations) {
  const broken = declarations.filter((d) => d.kind === "unknown" || d.broken);
  const nameless = broken.some(lostItsName);
  const words = new Set(broken.flatMap((d) => textOf(d.span).match(/[A-Za-z_]\w*/g) ?? []));
  return (name2) => (nameless || words.has(name2)) && !functions.has(name2) && !specialForms.has(name2);
}
function lostItsName(d) {
  switch (d.kind) {
    case "latent":
      return d.draw.name.name === "";
    case "data":
      return d.fields.length === 0 || d.fields.some((f) => f.name.name === "");
    case "const":
    case "let":
    case "loss":
    case "network":
    case "block":
    case "fn":
      return d.name.name === "";
    default:
      return false;
  }
}
function outside(diagnostics, broken) {
  return diagnostics.filter(({ span: span2 }) => !broken.some((d) => d.span.source === span2.source && d.span.start <= span2.start && span2.end <= d.span.end));
}

// src/compiler/functions/data-sources.ts
var number = (parameters3, name2) => parameters3[name2];
var size2 = (examples) => ({
  name: "size",
  kind: "integer",
  default: examples,
  min: 1,
  max: 1e8,
  doc: "examples in an epoch"
});
var seed = { name: "seed", kind: "integer", default: 0, min: 0, doc: "another seed, another data set" };
var std = (value2) => ({
  name: "std",
  kind: "number",
  default: value2,
  min: 0,
  doc: "standard deviation of the noise around each point"
});
var pointFields = (classes, label) => [
  { name: "point", doc: "a point of the plane", type: { shape: [2], dtype: "float32" } },
  { name: "label", doc: label, type: { shape: [], dtype: "int32", classes } }
];
var imageFields = (height, width, classes) => [
  { name: "image", doc: "ink is 1, paper is 0", type: { shape: [height, width, 1], dtype: "float32", range: [0, 1] } },
  { name: "label", doc: "what the image shows", type: { shape: [], dtype: "int32", classes } }
];
var idxPaths = [
  {
    name: "images",
    kind: "string",
    doc: "the IDX file of the images, gzip or not, or a folder that holds MNIST under its usual names; paths start at the spec"
  },
  { name: "labels", kind: "string", default: null, doc: "the IDX file of the labels; not needed for a folder" }
];
var rows2 = [
  {
    name: "ring",
    doc: "Gaussians at equal distances on a circle around 0: the classic test for mode collapse (Metz et al. 2017).",
    parameters: [
      { name: "modes", kind: "integer", default: 8, min: 1, max: 1e4, doc: "how many Gaussians" },
      { name: "radius", kind: "number", default: 1, min: 0, doc: "of the circle" },
      std(0.01),
      size2(1e5),
      seed
    ],
    fields: (parameters3) => pointFields(number(parameters3, "modes"), "the Gaussian it comes from, counter-clockwise")
  },
  {
    name: "grid",
    doc: "Gaussians on a square grid around 0 (Srivastava et al. 2017, VEEGAN).",
    parameters: [
      { name: "modes", kind: "integer", default: 25, min: 1, max: 1e4, doc: "how many Gaussians: a square number" },
      { name: "step", kind: "number", default: 2, min: 0, doc: "distance of neighbours" },
      std(0.05),
      size2(1e5),
      seed
    ],
    problem(parameters3) {
      const modes2 = number(parameters3, "modes");
      const side = Math.floor(Math.sqrt(modes2));
      if (side * side === modes2) return null;
      return {
        parameter: "modes",
        why: `${modes2} Gaussians do not fill a square grid`,
        help: `use ${side * side} (${side} \xD7 ${side}) or ${(side + 1) ** 2} (${side + 1} \xD7 ${side + 1})`
      };
    },
    fields: (parameters3) => pointFields(number(parameters3, "modes"), "the Gaussian it comes from, row by row")
  },
  {
    name: "spiral",
    doc: "An Archimedean spiral of radius 1 around 0, points at equal distances along it.",
    parameters: [
      { name: "turns", kind: "number", default: 2, min: 0.01, max: 1e3, doc: "full turns of an arm" },
      std(0.02),
      size2(1e5),
      seed,
      { name: "arms", kind: "integer", default: 1, min: 1, max: 1e3, doc: "how many arms" }
    ],
    fields: (parameters3) => pointFields(number(parameters3, "arms"), "the arm")
  },
  {
    name: "digits",
    doc: "Handwritten-like digits, 28 \xD7 28, drawn from strokes: no files needed. The ten classes are balanced.",
    parameters: [{ ...size2(1e4), max: 1e6 }, seed],
    fields: () => imageFields(28, 28, 10)
  },
  {
    name: "mnist",
    doc: "MNIST or a set in its format with ten classes (Fashion-MNIST, KMNIST), from IDX files.",
    parameters: idxPaths,
    fields: () => imageFields(28, 28, 10)
  },
  {
    name: "idx",
    doc: "Grey images in IDX files, of any size and number of classes (EMNIST has 47).",
    parameters: [
      ...idxPaths,
      { name: "height", kind: "integer", default: 28, min: 1, max: 65535, doc: "of an image, in pixels" },
      { name: "width", kind: "integer", default: 28, min: 1, max: 65535, doc: "of an image, in pixels" },
      { name: "classes", kind: "integer", default: 10, min: 1, max: 256, doc: "how many labels there are" }
    ],
    fields: (p) => imageFields(number(p, "height"), number(p, "width"), number(p, "classes"))
  }
];
var dataSources = new Map(rows2.map((row) => [row.name, row]));
function completeParameters(definition, given) {
  const defaults2 = definition.parameters.flatMap((p) => p.default === void 0 || p.default === null ? [] : [[p.name, p.default]]);
  return { ...Object.fromEntries(defaults2), ...given };
}

// src/compiler/check/scope.ts
var UniqueNames = class {
  taken = /* @__PURE__ */ new Set();
  next(name2) {
    let unique = name2;
    for (let i = 1; this.taken.has(unique); i++) unique = `${name2}_${i}`;
    this.taken.add(unique);
    return unique;
  }
};
function rootScope(prefix, construction = null) {
  return { bindings: /* @__PURE__ */ new Map(), parent: null, construction, prefix, names: new UniqueNames() };
}
function childScope(parent) {
  return { ...parent, bindings: /* @__PURE__ */ new Map(), parent };
}
function calleeScope(caller, name2) {
  const prefix = `${uniquePath(caller, name2)}/`;
  return { ...caller, bindings: /* @__PURE__ */ new Map(), parent: null, prefix, names: new UniqueNames() };
}
function uniquePath(scope, name2) {
  return scope.prefix + scope.names.next(name2);
}
function lookup(scope, name2) {
  for (let s = scope; s; s = s.parent) {
    const value2 = s.bindings.get(name2);
    if (value2) return value2;
  }
  return void 0;
}
function namesIn(scope) {
  const names2 = [];
  for (let s = scope; s; s = s.parent) names2.push(...s.bindings.keys());
  return names2;
}

// src/compiler/check/type-nodes.ts
var meanings = ["tensor", "image", "logit", "prob", "score", "class"];
function resolveType(context, node2, scope) {
  if (node2.kind === "tensor-type") return resolveTensorType(context, node2, scope);
  const fields = node2.fields.map((f) => ({ name: f.name.name, type: resolveType(context, f.type, scope) }));
  if (fields.some((f) => f.type?.kind !== "tensor")) return null;
  return { kind: "tuple", fields };
}
function resolveTensorType(context, node2, scope) {
  const meaning = checkMeaning(context, node2);
  const shape = node2.shape.map((size3) => evaluateInteger(context, size3, scope, "a size"));
  if (!meaning || shape.includes(null)) return null;
  return completeType(context, node2, scope, meaning, shape);
}
function matchParameterType(context, node2, scope, argument2, onMismatch) {
  const meaning = checkMeaning(context, node2);
  if (!meaning) return null;
  if (node2.shape.length !== argument2.shape.length) {
    onMismatch(`${node2.name.name}[${node2.shape.map((s) => textOf(s.span)).join(", ")}]`);
    return null;
  }
  const shape = node2.shape.map((size3, i) => {
    if (size3.kind !== "name" || lookup(scope, size3.name) || context.top(size3.name)) {
      return evaluateInteger(context, size3, scope, "a size");
    }
    scope.bindings.set(size3.name, numberValue2(argument2.shape[i]));
    return argument2.shape[i];
  });
  return shape.includes(null) ? null : completeType(context, node2, scope, meaning, shape);
}
function checkMeaning(context, node2) {
  const name2 = node2.name.name;
  if (meanings.includes(name2)) return name2;
  reportUnknown(context, node2.name, "type", meanings);
  return null;
}
function completeType(context, node2, scope, meaning, shape) {
  const base2 = { kind: "tensor", shape, batched: true, meaning };
  if (meaning === "class") {
    const [count] = node2.arguments;
    if (!count) {
      report2(context, "missing-argument", { callee: "class", parameter: "n", doc: "how many labels there are", signature: "class(10)" }, node2.span);
      return null;
    }
    const classes = evaluateInteger(context, count, scope, "the number of classes", 2);
    return classes === null ? null : { ...base2, classes };
  }
  if (node2.arguments.length > 0) {
    const signature = `${meaning}[${node2.arguments.map((a2) => textOf(a2.span)).join(", ")}]`;
    report2(context, "too-many-arguments", { callee: meaning, most: 0, signature }, node2.arguments[0].span);
    return null;
  }
  if (meaning === "prob") return { ...base2, range: [0, 1] };
  if (!node2.range) return base2;
  const range2 = evaluateRange(context, node2.range, scope);
  return range2 && { ...base2, range: range2 };
}
function swapFix({ low, high }) {
  const edits = [
    { span: low.span, replacement: textOf(high.span) },
    { span: high.span, replacement: textOf(low.span) }
  ];
  return { fix: { title: "Swap the ends", edits, safe: false } };
}
function evaluateRange(context, e, scope) {
  const low = evaluateNumber(context, e.low, scope, "the low end of a range");
  const high = evaluateNumber(context, e.high, scope, "the high end of a range");
  if (low === null || high === null) return null;
  if (low > high) {
    report2(context, "bad-range", { low, high, written: `${textOf(e.high.span)}..${textOf(e.low.span)}` }, e.span, swapFix(e));
    return null;
  }
  return [low, high];
}

// src/compiler/check/data.ts
function buildDataSet(context, declaration2) {
  const types = declaration2.fields.map((f) => fieldType(context, f));
  const source = readSource(context, declaration2.source);
  if (!source || types.includes(null)) return null;
  const delivered = source.definition.fields(source.parameters);
  const fields = [];
  for (const [i, field2] of declaration2.fields.entries()) {
    const from = delivered[i];
    if (!from) {
      const names2 = delivered.map((d) => `${d.name}: ${formatType2(deliveredType(d))}`).join(", ");
      report2(context, "too-many-fields", { source: source.definition.name, count: delivered.length, fields: names2 }, field2.span);
      return null;
    }
    const type2 = types[i];
    if (!fits(type2, from)) {
      reportType(context, source.definition.name, field2, type2, deliveredType(from));
      return null;
    }
    fields.push({ name: field2.name.name, type: withStoredRange(type2, from), span: field2.name.span });
  }
  const name2 = declaration2.name?.name ?? fields[0]?.name ?? "";
  return { name: name2, source: source.definition, parameters: source.parameters, fields, span: declaration2.span };
}
function reportType(context, source, field2, declared, delivered) {
  const labels2 = delivered.meaning === "class";
  const right = formatType2(declared.range && !labels2 ? { ...delivered, range: declared.range } : delivered);
  const flat = declared.shape.length === 1 && elements(declared) === elements(delivered);
  const then = flat ? ", and put `flatten` in front of the layers that want a row" : labels2 && declared.meaning !== "class" ? `, and use \`one_hot(${field2.name.name})\` where a row is wanted` : "";
  const texts = { source, field: field2.name.name, declared: formatType2(declared), delivered: formatType2(delivered), right, then };
  const fix = { title: `Declare it as ${right}`, edits: [{ span: field2.type.span, replacement: right }], safe: false };
  report2(context, "data-type", texts, field2.type.span, { fix });
}
function fieldType(context, field2) {
  const type2 = resolveType(context, field2.type, rootScope(""));
  if (type2?.kind !== "tuple") return type2;
  report2(context, "wrong-place", { name: formatType2(type2), is: "several values", expected: "the type of one field", help: "declare one field for each of them" }, field2.type.span);
  return null;
}
var isLabel = (type2) => type2.dtype === "int32";
function deliveredType({ type: type2 }) {
  const base2 = { kind: "tensor", shape: type2.shape, batched: true };
  if (isLabel(type2)) return { ...base2, meaning: "class", classes: type2.classes ?? 2 };
  const meaning = type2.shape.length === 3 ? "image" : "tensor";
  return { ...base2, meaning, ...type2.range && { range: type2.range } };
}
function fits(declared, { type: type2 }) {
  if (!sameShape(declared.shape, type2.shape)) return false;
  if (isLabel(type2)) return declared.meaning === "class" && declared.classes === type2.classes;
  return declared.meaning === "tensor" || declared.meaning === "image";
}
function withStoredRange(declared, { type: type2 }) {
  return !declared.range && type2.range ? { ...declared, range: type2.range } : declared;
}
function readSource(context, e) {
  const call2 = asCall(e);
  if (!call2) {
    if (e.kind !== "missing") report2(context, "wrong-kind", { expected: "a source such as `digits()`", found: `\`${textOf(e.span)}\`` }, e.span);
    return null;
  }
  const definition = dataSources.get(call2.callee.name);
  if (!definition) {
    reportUnknown(context, call2.callee, "data source", [...dataSources.keys()]);
    return null;
  }
  const formals = definition.parameters.map((p) => ({ name: p.name, doc: p.doc, optional: p.default !== void 0 }));
  const bound = bindArguments(context, call2.callee, formals, call2.arguments, signatureOfFormals(definition.name, formals));
  const given = bound && readParameters(context, definition, bound);
  if (!given) return null;
  const parameters3 = completeParameters(definition, given);
  const problem = definition.problem?.(parameters3);
  if (problem) {
    report2(context, "bad-source", { source: definition.name, value: String(parameters3[problem.parameter]), ...problem }, bound.get(problem.parameter)?.[0]?.value.span ?? e.span);
    return null;
  }
  return { definition, parameters: parameters3 };
}
function readParameters(context, definition, bound) {
  const given = {};
  let complete3 = true;
  for (const p of definition.parameters) {
    const e = bound.get(p.name)?.[0]?.value;
    if (!e) continue;
    const value2 = readParameter(context, definition, p, e);
    if (value2 === null) complete3 = false;
    else given[p.name] = value2;
  }
  return complete3 ? given : null;
}
var expectations = {
  string: "a text in double quotes",
  integer: "a whole number",
  number: "a number",
  boolean: "`true` or `false`"
};
function readParameter(context, definition, p, e) {
  const value2 = context.evaluate(e, rootScope(""));
  if (value2.kind === "error") return null;
  const wanted = p.kind === "integer" ? "number" : p.kind;
  const whole = p.kind !== "integer" || value2.kind === "number" && Number.isInteger(value2.value);
  if (value2.kind !== wanted || !whole || !("value" in value2)) {
    report2(context, "wrong-argument", { callee: definition.name, parameter: p.name, expected: expectations[p.kind], found: describe2(value2) }, e.span);
    return null;
  }
  if (typeof value2.value === "number" && (p.min !== void 0 && value2.value < p.min || p.max !== void 0 && value2.value > p.max)) {
    report2(context, "argument-out-of-range", { callee: definition.name, parameter: p.name, value: value2.value, low: p.min, high: p.max, doc: p.doc }, e.span);
    return null;
  }
  return value2.value;
}

// src/compiler/functions/distributions.ts
var mean = { name: "mean", default: 0, doc: "its mean" };
var distributions = {
  normal: {
    doc: "The normal distribution.",
    parameters: [mean, { name: "std", default: 1, min: 0, doc: "its standard deviation" }],
    distribution: ([m, std2]) => ({ kind: "normal", mean: m, std: std2 })
  },
  truncated_normal: {
    doc: "Normal, redrawn beyond two standard deviations (the truncation trick at 2).",
    parameters: [mean, { name: "std", default: 1, min: 0, doc: "its standard deviation before truncation" }],
    distribution: ([m, std2]) => ({ kind: "truncated-normal", mean: m, std: std2 }),
    range: ([m, std2]) => [m - 2 * std2, m + 2 * std2]
  },
  uniform: {
    doc: "Uniform between two bounds.",
    parameters: [
      { name: "low", default: 0, doc: "the lower bound" },
      { name: "high", default: 1, doc: "the upper bound" }
    ],
    distribution: ([low, high]) => ({ kind: "uniform", low, high }),
    range: ([low, high]) => [low, high]
  },
  bernoulli: {
    doc: "1 with probability p, else 0.",
    parameters: [{ name: "p", default: 0.5, min: 0, doc: "the probability of 1" }],
    distribution: ([p]) => ({ kind: "bernoulli", p }),
    range: () => [0, 1]
  },
  class: {
    doc: "One of n labels, each as likely.",
    parameters: [{ name: "n", min: 2, integer: true, doc: "how many labels there are" }],
    distribution: ([n]) => ({ kind: "categorical", classes: n })
  }
};

// src/compiler/check/draws.ts
function drawExpression(context, draw2, scope, path) {
  const { name: name2 } = draw2.distribution;
  const definition = Object.hasOwn(distributions, name2) ? distributions[name2] : void 0;
  if (!definition) {
    reportUnknown(context, draw2.distribution, "distribution", Object.keys(distributions));
    return null;
  }
  const formals = definition.parameters.map((p) => ({ name: p.name, doc: p.doc, optional: p.default !== void 0 }));
  const bound = bindArguments(context, draw2.distribution, formals, draw2.arguments);
  if (!bound) return null;
  const settings = [];
  for (const p of definition.parameters) {
    const argument2 = bound.get(p.name)?.[0]?.value;
    const what = `\`${p.name}\` of \`${name2}\``;
    const value2 = !argument2 ? p.default : p.integer ? evaluateInteger(context, argument2, scope, what, -Infinity) : evaluateNumber(context, argument2, scope, what);
    if (value2 === null) return null;
    if (argument2 && p.min !== void 0 && value2 < p.min) {
      report2(context, "argument-out-of-range", { callee: name2, parameter: p.name, value: value2, low: p.min, high: void 0, doc: p.doc }, argument2.span);
      return null;
    }
    settings.push(value2);
  }
  const shape = draw2.shape.map((size3) => evaluateInteger(context, size3, scope, "a size"));
  if (shape.includes(null)) return null;
  const range2 = definition.range?.(settings);
  if (range2 && range2[0] > range2[1]) {
    const [first2, last2] = draw2.arguments;
    const at2 = first2 && last2 ? cover(first2.span, last2.span) : draw2.distribution.span;
    report2(context, "bad-range", { low: range2[0], high: range2[1], written: `${name2}(${range2[1]}, ${range2[0]})` }, at2);
    return null;
  }
  const distribution = definition.distribution(settings);
  const plain = tensor(shape, true, range2);
  const type2 = distribution.kind === "categorical" ? { ...plain, meaning: "class", classes: distribution.classes } : plain;
  return { kind: "draw", path, distribution, type: type2, span: draw2.span };
}

// src/compiler/check/conform.ts
function conform(context, value2, declared, place) {
  const found = value2.type;
  const options = place.labels ? { labels: place.labels } : {};
  const mixed = found.meaning === "class" !== (declared.meaning === "class");
  if (!mixed && !sameShape(found.shape, declared.shape)) {
    const verb = place.promise ? "comes out" : "is given";
    const message = `${place.what} is ${formatType2(declared)}, and ${formatType2(found)} ${verb}`;
    const help = place.promise ? shapeAdvice(found.shape, declared.shape) : argumentAdvice(found.shape, declared.shape);
    report2(context, "shape-mismatch", { message, here: `this is ${formatShape(found.shape)}`, ...help && { help } }, place.span, options);
    return null;
  }
  const meaning = meaningProblem(found, declared);
  if (meaning) {
    const texts = { what: place.what, expected: formatType2(declared), found: formatType2(found), promise: place.promise, ...meaning };
    report2(context, "meaning-mismatch", texts, origin(value2, place), options);
    return null;
  }
  const range2 = rangeProblem(found, declared, place.promise);
  if (range2) {
    report2(context, "range-mismatch", { what: place.what, expected: formatInterval(declared.range), ...range2 }, origin(value2, place), options);
    return null;
  }
  return retyped(value2, declared);
}
function origin(value2, { span: span2, within }) {
  let e = value2;
  while (e.kind === "call" && e.function.transparent && e.inputs.length === 1 || e.kind === "retype") {
    e = e.kind === "retype" ? e.of : e.inputs[0];
  }
  const inside = within && e.kind === "call" && e.span.source === within.source && e.span.start >= within.start && e.span.end <= within.end;
  return inside && e !== value2 ? e.span : span2;
}
function argumentAdvice(found, declared) {
  if (sizeOf(found) !== sizeOf(declared)) return "change what is given, or the declared shape, until both are the same";
  return declared.length === 1 ? "put `|> flatten` behind what is given" : `put \`|> reshape(${declared.join(", ")})\` behind what is given`;
}
function shapeAdvice(found, declared) {
  const last2 = declared.at(-1);
  if (sizeOf(found) === sizeOf(declared)) return declared.length === 1 ? "end with `flatten`" : `end with \`reshape(${declared.join(", ")})\``;
  if (declared.length === 1) return found.length === 1 ? `end with \`dense(${last2})\`` : `end with \`flatten |> dense(${last2})\``;
  if (declared.length !== 3 || found.length !== 3) return void 0;
  const [h, w] = found;
  const [wantedHeight, wantedWidth] = declared;
  if (h === wantedHeight && w === wantedWidth) return `let the last layer make ${last2} channels`;
  const factor = wantedHeight / h;
  if (factor !== wantedWidth / w) return void 0;
  if (Number.isInteger(factor)) return `make it ${factor} times as high and wide, with \`upsample(${factor})\` or strides`;
  return Number.isInteger(1 / factor) ? `make it ${1 / factor} times smaller, with \`avg_pool(${1 / factor})\` or strides` : void 0;
}
function retyped(value2, declared) {
  const { batched, meaning, range: range2 } = value2.type;
  const kept2 = declared.meaning === "tensor" && meaning === "image" ? "image" : declared.meaning;
  const known = declared.range ?? range2;
  const type2 = { ...declared, batched, meaning: kept2, ...known && { range: known } };
  if (meaning === type2.meaning && range2 === type2.range) return value2;
  return { kind: "retype", of: value2, type: type2, span: value2.span };
}
function meaningProblem(found, declared) {
  if (declared.meaning === "class" || found.meaning === "class") return classProblem(found, declared);
  switch (declared.meaning) {
    case "logit":
      if (found.meaning === "prob") {
        const why = "a sigmoid or softmax was applied already: what is left is a probability";
        return { why, help: `drop the sigmoid or softmax, or declare \`${formatType2({ ...declared, meaning: "prob" })}\`` };
      }
      if (found.range && found.meaning !== "logit") {
        const why = `a logit is any number, and the last activation holds these to ${formatInterval(found.range)}`;
        return { why, help: "end with a layer that has no activation behind it" };
      }
      return null;
    case "score": {
      const why = "a critic's score is unbounded: behind a sigmoid it saturates, and its gradients vanish";
      return found.meaning === "prob" ? { why, help: `drop the sigmoid; if it is a probability that you want, declare \`${formatType2({ ...declared, meaning: "prob" })}\`` } : null;
    }
    case "prob": {
      if (found.meaning === "prob" || found.range && found.range[0] >= 0 && found.range[1] <= 1) return null;
      const why = "a probability lies in 0..1, and nothing holds these values there";
      return { why, help: `end with \`sigmoid\`${declared.shape.at(-1) === 1 ? "" : " or `softmax`"}, or declare \`${formatType2({ ...withRange(declared, void 0), meaning: "logit" })}\`` };
    }
    default:
      return null;
  }
}
function classProblem(found, declared) {
  if (declared.meaning !== "class") return { help: "use `one_hot(label)` or `embedding(label, 16)`" };
  if (found.meaning !== "class") return { help: "labels come from data, or from a categorical latent: `latent c ~ class(10)`" };
  if (found.classes <= declared.classes) return null;
  return { why: `a label of ${found.classes - 1} would fall outside`, help: `declare \`${formatType2({ ...declared, classes: found.classes })}\`` };
}
function rangeProblem(found, declared, promise) {
  if (!declared.range || declared.meaning === "prob") return null;
  if (found.range) {
    if (sameInterval(found.range, declared.range)) return null;
    const why = promise ? "whoever uses this result counts on the declared range" : "fed with two scales, a network tells real from generated by the scale alone";
    return { found: formatInterval(found.range), why, help: promise ? endAdvice(found.range, declared.range) : `let both lie in ${formatInterval(declared.range)}, or scale one of them` };
  }
  return promise ? { why: "the layers before can give any number", help: boundingAdvice(declared.range) } : null;
}
var symmetric = [-1, 1];
var unit = [0, 1];
function boundingAdvice(declared) {
  if (sameInterval(declared, symmetric)) return "end with `tanh`";
  if (sameInterval(declared, unit)) return "end with `sigmoid`";
  return `end with \`tanh\` and scale it, or with \`clamp(${declared.join(", ")})\``;
}
function endAdvice(found, declared) {
  const redeclare = `or declare \`in ${formatInterval(found)}\``;
  const finite = found.every(Number.isFinite);
  if (sameInterval(declared, symmetric) && sameInterval(found, unit)) return `end with \`tanh\` instead of \`sigmoid\`, ${redeclare}`;
  if (sameInterval(declared, unit) && sameInterval(found, symmetric)) return `end with \`sigmoid\` instead of \`tanh\`, ${redeclare}`;
  return finite ? `${boundingAdvice(declared)}, ${redeclare}` : boundingAdvice(declared);
}

// src/compiler/check/expand.ts
function evaluateBody(context, body2, scope) {
  for (const binding2 of body2.bindings) {
    if (binding2.kind === "let") {
      scope.bindings.set(binding2.name.name, context.evaluate(binding2.value, scope));
    } else {
      const draw2 = drawExpression(context, binding2.draw, scope, uniquePath(scope, binding2.draw.name.name));
      scope.bindings.set(binding2.draw.name.name, draw2 ? tensorValue(draw2) : errorValue);
    }
  }
  return context.evaluate(body2.result, scope);
}
function placeOfResult(e) {
  return e.kind === "pipe" ? e.stages.at(-1)?.span ?? e.span : e.span;
}
var expanding = [];
function enter(context, template, callee, args, caller, piped) {
  if (expanding.includes(template)) {
    const path = [...expanding.slice(expanding.indexOf(template)), template].map((t) => t.name.name);
    report2(context, "circular-definition", { name: template.name.name, path }, callee.span);
    return null;
  }
  const formals = template.parameters.map((p) => ({ name: p.name.name, doc: "", optional: p.default !== void 0 }));
  const shown = template.parameters.map((p) => p.default ? `${p.name.name}: ${textOf(p.default.span)}` : p.name.name);
  const bound = bindArguments(context, callee, formals, args, `${callee.name}(${shown.join(", ")})`, piped ? 1 : 0, template.name.span);
  if (!bound) return null;
  const inner = calleeScope(caller, template.name.name);
  let fits2 = true;
  for (const [i, parameter] of template.parameters.entries()) {
    const argument2 = bound.get(parameter.name.name)?.[0];
    const given = argument2 ? context.evaluate(argument2.value, caller) : piped && i === 0 ? piped.value : context.evaluate(parameter.default, rootScope(inner.prefix));
    const value2 = parameter.type ? typedArgument(context, template, parameter, given, argument2?.value.span ?? callee.span, inner) : given;
    inner.bindings.set(parameter.name.name, value2);
    fits2 &&= value2.kind !== "error";
  }
  return fits2 ? inner : null;
}
function typedArgument(context, template, parameter, value2, at2, inner) {
  if (value2.kind === "error" || parameter.type?.kind !== "tensor-type") return errorValue;
  const what = `\`${parameter.name.name}\` of \`${template.name.name}\``;
  const given = toTensor(context, value2, at2, what);
  if (!given) return errorValue;
  const labels2 = [{ span: parameter.span, text: "declared here" }];
  const declared = matchParameterType(context, parameter.type, inner, given.type, (expected) => {
    report2(context, "wrong-rank", { callee: template.name.name, expected, found: formatType2(given.type) }, at2, { labels: labels2 });
  });
  const fitting = declared && conform(context, given, declared, { what, promise: false, span: at2, labels: labels2 });
  return fitting ? tensorValue(fitting) : errorValue;
}
function expand(context, template, inner, at2) {
  expanding.push(template);
  const first2 = context.diagnostics.length;
  try {
    return template.kind === "block" ? blockResult(context, template, inner) : evaluateBody(context, template.body, inner);
  } finally {
    expanding.pop();
    const added = context.diagnostics.splice(first2);
    context.diagnostics.push(...added.map((d) => seenFromUse(d, template, at2)));
  }
}
function seenFromUse(d, template, at2) {
  const own = d.span.source === template.span.source && d.span.start >= template.span.start && d.span.end <= template.span.end;
  if (!own) return d;
  const use = { span: at2, text: `in this use of \`${template.name.name}\`` };
  if (at2.source === template.span.source) return { ...d, labels: [...d.labels ?? [], use] };
  const { label, ...rest } = d;
  return { ...rest, span: at2, label: use.text, labels: [...d.labels ?? [], { span: d.span, text: label ?? "here" }] };
}
function blockResult(context, block2, inner) {
  const value2 = evaluateBody(context, block2.body, inner);
  if (block2.result?.kind !== "tensor-type") return value2;
  const declared = resolveTensorType(context, block2.result, inner);
  if (!declared || value2.kind === "error") return errorValue;
  const span2 = placeOfResult(block2.body.result);
  const what = `the result of \`${block2.name.name}\``;
  const result2 = toTensor(context, value2, span2, what);
  const labels2 = [{ span: block2.result.span, text: "declared here" }];
  const fitting = result2 && conform(context, result2, declared, { what, promise: true, span: span2, within: block2.body.span, labels: labels2 });
  return fitting ? tensorValue(fitting) : errorValue;
}
function expandFunction(context, fn2, callee, args, scope, piped, span2) {
  const inner = enter(context, fn2, callee, args, scope, piped);
  return inner ? expand(context, fn2, inner, span2) : errorValue;
}
function expandBlock(context, block2, callee, args, scope, piped, span2) {
  if (!scope.construction) {
    report2(context, "layer-outside-network", { name: callee.name }, callee.span);
    return errorValue;
  }
  const inner = enter(context, block2, callee, args, scope, piped);
  return inner ? expand(context, block2, inner, span2) : errorValue;
}

// src/compiler/check/invoke.ts
var Refused = class extends Error {
};
function invoke(context, definition, inputs, settings, scope, span2, spans = { callee: span2 }) {
  if (definition.layer && !scope.construction) {
    report2(context, "layer-outside-network", { name: definition.name }, spans.callee);
    return errorValue;
  }
  const call2 = reading(inputs.map((input) => input.type), settings);
  const { type: type2, refused } = applyTypeRule(context, definition, call2, spans);
  if (!type2) return errorValue;
  const path = uniquePath(scope, definition.name);
  const weights = scope.construction && !refused ? makeWeights(definition, call2, scope.construction, path) : {};
  if (scope.construction && !definition.notation) {
    scope.construction.layers.push({ name: path, function: definition.name, output: type2, weights: Object.values(weights), span: span2 });
  }
  return tensorValue({ kind: "call", function: definition, inputs, settings, weights, path, type: type2, span: span2 });
}
function placeOf(definition, spans, at2) {
  if (typeof at2 === "number") return spans.inputs?.[at2];
  if (at2 === void 0) return void 0;
  return spans.arguments?.get(at2) ?? (definition.parameters[0]?.name === at2 ? spans.inputs?.[0] : void 0);
}
function reading(inputs, settings) {
  return {
    inputs,
    settings,
    integer: (name2) => settings[name2],
    number: (name2) => settings[name2],
    has: (name2) => settings[name2] !== void 0
  };
}
function applyTypeRule(context, definition, call2, spans) {
  const site = {
    ...call2,
    fail(code2, parameters3, at2, notes = []) {
      const place = placeOf(definition, spans, at2);
      const labels2 = notes.flatMap(({ input, text }) => spans.inputs?.[input] ? [{ span: spans.inputs[input], text }] : []);
      context.diagnostics.push(diagnostic(code2, parameters3, place ?? spans.callee, { labels: labels2 }));
      throw new Refused();
    }
  };
  try {
    return { type: definition.type(site), refused: false };
  } catch (cause) {
    if (!(cause instanceof Refused)) throw cause;
    return { type: definition.recover?.(call2), refused: true };
  }
}
function makeWeights(definition, call2, construction, path) {
  const weights = {};
  for (const [name2, spec] of Object.entries(definition.weights?.(call2) ?? {})) {
    const { shape, initializer: initializer2, trainable: trainable2 = true } = spec;
    weights[name2] = { path: `${construction.network}/${path}/${name2}`, shape, initializer: initializer2, trainable: trainable2 };
  }
  construction.weights.push(...Object.values(weights));
  return weights;
}

// src/compiler/check/settings.ts
var phrase = (p, callee) => `\`${p.name}\` of \`${callee}\``;
var readInteger = (context, e, p, callee, scope) => bounded(context, evaluateInteger(context, e, scope, phrase(p, callee), -Infinity), e.span, p, callee);
var readChoice = (context, e, p, callee) => {
  const choices = p.choices ?? [];
  const given = e.kind === "name" ? e.name : e.kind === "string" ? e.value : null;
  if (given !== null && choices.includes(given)) return given;
  const near = given === null ? [] : meant2(given, choices);
  const name2 = given ?? textOf(e.span);
  report2(context, "unknown-choice", { callee, parameter: p.name, doc: p.doc, name: name2, near, choices }, e.span, renameFix(e.span, near));
  return null;
};
var readers = {
  number: (context, e, p, callee, scope) => bounded(context, evaluateNumber(context, e, scope, phrase(p, callee)), e.span, p, callee),
  integer: readInteger,
  boolean: (context, e, p, callee, scope) => {
    const value2 = context.evaluate(e, scope);
    if (value2.kind === "boolean") return value2.value;
    if (value2.kind !== "error") {
      report2(context, "wrong-argument", { callee, parameter: p.name, expected: "`true` or `false`", found: describe2(value2) }, e.span);
    }
    return null;
  },
  choice: readChoice,
  padding: (context, e, p, callee, scope) => {
    const named2 = e.kind === "name" && !lookup(scope, e.name) && !context.top(e.name);
    if (named2) return readChoice(context, e, { ...p, choices: ["same", "valid"] }, callee, scope);
    return readInteger(context, e, { ...p, min: 0 }, callee, scope);
  },
  initializer: (context, e, _p, _callee, scope) => readInitializer(context, e, scope)
};
function readSettings(context, definition, callee, bound, scope) {
  const settings = {};
  let complete3 = true;
  for (const parameter of definition.parameters) {
    if (parameter.kind === "value" || parameter.kind === "values") continue;
    const args = bound.get(parameter.name) ?? networkDefaults(scope, parameter, definition);
    if (args.length === 0) {
      if (parameter.default !== void 0 && parameter.default !== null) settings[parameter.name] = parameter.default;
      continue;
    }
    const value2 = parameter.kind === "integers" ? readIntegers(context, args, parameter, callee.name, scope) : readers[parameter.kind](context, args[0].value, parameter, callee.name, scope);
    if (value2 === null) complete3 = false;
    else settings[parameter.name] = value2;
  }
  return complete3 ? settings : null;
}
function networkDefaults(scope, parameter, definition) {
  const given = definition.layer && scope.construction?.defaults.find((d) => d.name?.name === parameter.name);
  return given ? [given] : [];
}
function readIntegers(context, args, p, callee, scope) {
  const first2 = args[0].value;
  const items2 = args.length === 1 && first2.kind === "list" ? first2.items : args.map((a2) => a2.value);
  const values2 = items2.map((item) => evaluateInteger(context, item, scope, phrase(p, callee), p.min ?? -Infinity));
  return values2.includes(null) ? null : values2;
}
function bounded(context, value2, span2, p, callee) {
  if (value2 === null) return null;
  if ((p.min === void 0 || value2 >= p.min) && (p.max === void 0 || value2 <= p.max)) return value2;
  report2(context, "argument-out-of-range", { callee, parameter: p.name, value: value2, low: p.min, high: p.max, doc: p.doc }, span2);
  return null;
}
function readInitializer(context, e, scope) {
  const call2 = asCall(e);
  if (!call2) {
    report2(context, "wrong-kind", { expected: "an initialiser such as `normal(0.02)`", found: `\`${textOf(e.span)}\`` }, e.span);
    return null;
  }
  const { callee } = call2;
  if (!Object.hasOwn(initializers, callee.name)) {
    reportUnknown(context, callee, "initialiser", Object.keys(initializers));
    return null;
  }
  const definition = initializers[callee.name];
  const formals = definition.parameters.map((p) => ({ name: p.name, doc: p.doc, optional: p.default !== void 0 }));
  const bound = bindArguments(context, callee, formals, call2.arguments);
  if (!bound) return null;
  const settings = definition.parameters.map((p) => {
    const argument2 = bound.get(p.name)?.[0];
    return argument2 ? evaluateNumber(context, argument2.value, scope, `\`${p.name}\` of \`${callee.name}\``) : p.default;
  });
  return settings.includes(null) ? null : { definition: callee.name, settings };
}

// src/compiler/check/calls.ts
function call(context, callee, args, scope, piped, span2) {
  if (callee.name === "") return errorValue;
  const special = specialForms.get(callee.name);
  if (special) return special.evaluate(context, callee, args, scope, piped, span2);
  const value2 = lookup(scope, callee.name) ?? context.top(callee.name);
  switch (value2?.kind) {
    case "network":
      return applyNetwork(context, value2.network, callee, args, scope, piped, span2);
    case "block":
      return expandBlock(context, value2.declaration, callee, args, scope, piped, span2);
    case "fn":
      return expandFunction(context, value2.declaration, callee, args, scope, piped, span2);
    case "error":
      return errorValue;
  }
  const definition = functions.get(callee.name);
  if (definition) return callFunction(context, definition, callee, args, scope, piped, span2);
  if (value2) {
    report2(context, "not-a-function", { name: callee.name, is: value2.kind === "tensor" ? `a value, ${describe2(value2)}` : describe2(value2) }, callee.span);
    return errorValue;
  }
  const near = meant2(callee.name, [...namesIn(scope), ...context.topNames("network", "block", "fn"), ...functions.keys(), ...specialForms.keys()]);
  reportUnknown(context, callee, "function, layer, network or block", near, "declare it with `fn`, `block` or `network`; those of the language are listed in docs/functions.md");
  return errorValue;
}
function callFunction(context, definition, callee, args, scope, piped, span2) {
  if (piped?.value.kind === "error") return errorValue;
  const variadic = definition.parameters[0]?.kind === "values";
  const formals = definition.parameters.map((p) => ({
    name: p.name,
    doc: p.doc,
    optional: p.default !== void 0 || p.kind === "values" && piped !== null,
    rest: p.kind === "values" || p.kind === "integers"
  }));
  const bound = bindArguments(context, callee, formals, args, signatureOf(definition), piped && !variadic ? 1 : 0);
  if (!bound) return errorValue;
  const inputs = [];
  const places = [];
  if (piped) {
    inputs.push(toTensor(context, piped.value, callee.span, `the input of \`${callee.name}\``));
    places.push(piped.span);
  }
  for (const parameter of definition.parameters) {
    if (parameter.kind !== "value" && parameter.kind !== "values") continue;
    for (const { value: value2 } of bound.get(parameter.name) ?? []) {
      inputs.push(toTensor(context, context.evaluate(value2, scope), value2.span, `\`${parameter.name}\` of \`${callee.name}\``));
      places.push(value2.span);
    }
  }
  const settings = readSettings(context, definition, callee, bound, scope);
  if (inputs.includes(null) || !settings) return errorValue;
  const spans = new Map([...bound].map(([name2, list]) => [name2, list[0].value.span]));
  return invoke(context, definition, inputs, settings, scope, span2, { callee: piped ? callee.span : span2, arguments: spans, inputs: places });
}
function applyNetwork(context, network2, callee, args, scope, piped, span2) {
  const formals = network2.parameters.map((p) => ({ name: p.name, doc: `an input of \`${network2.name}\`, ${formatType2(p.type)}`, optional: false }));
  const bound = bindArguments(context, callee, formals, args, void 0, piped ? 1 : 0, network2.span);
  if (!bound) return errorValue;
  const inputs = network2.parameters.map((parameter) => {
    const argument2 = bound.get(parameter.name)?.[0];
    const at2 = argument2?.value.span ?? callee.span;
    const what = `the input \`${parameter.name}\` of \`${network2.name}\``;
    const given = toTensor(context, argument2 ? context.evaluate(argument2.value, scope) : piped.value, at2, what);
    const labels2 = [{ span: parameter.span, text: "declared here" }];
    return given && conform(context, given, parameter.type, { what, promise: false, span: at2, labels: labels2 });
  });
  if (inputs.includes(null) || network2.contradictory) return errorValue;
  const path = uniquePath(scope, network2.name);
  return expressionValue({ kind: "apply", network: network2, arguments: inputs, path, type: network2.result, span: span2 });
}

// src/compiler/check/indexing.ts
var slice = defineFunction({
  name: "slice",
  doc: "A part of a value, written `x[0, 1..4, :, _]`.",
  notation: true,
  transparent: true,
  parameters: [],
  type: (call2) => reshaped(call2.inputs[0], call2.settings["shape"]),
  lower(l, [x5]) {
    const { batched } = l.inputs[0];
    const begin = [...batched ? [0] : [], ...l.settings["begin"]];
    const size3 = [...batched ? [l.batch] : [], ...l.settings["size"]];
    const part = sameShape(l.builder.shape(x5), size3) ? x5 : l.builder.add("Slice", [x5], { begin, size: size3 });
    return reshape(l, part, wholeShape(l));
  }
});
function index(context, e, scope) {
  const object = context.evaluate(e.object, scope);
  if (object.kind === "error") return errorValue;
  if (object.kind === "list") return listItem(context, e, object.items, scope);
  if (object.kind !== "tensor") {
    report2(context, "wrong-kind", { expected: "a value with axes", found: describe2(object) }, e.object.span);
    return errorValue;
  }
  const { type: type2 } = object.expression;
  const used = e.indices.filter((i) => i.kind !== "new-axis").length;
  if (used !== type2.shape.length) {
    const rank = type2.shape.length;
    const written = e.indices.map((i) => textOf(i.span));
    const help = used < rank ? `\`:\` takes a whole axis: \`${textOf(e.object.span)}[${[...written, ...new Array(rank - used).fill(":")].join(", ")}]\`` : "the batch has no index: shapes are those of one example";
    const expected = `one index for each axis of ${formatType2(type2)}`;
    report2(context, "wrong-rank", { callee: "[\u2026]", expected, found: `${used} for ${rank} axes`, help }, e.span);
    return errorValue;
  }
  const begin = [];
  const size3 = [];
  const shape = [];
  for (const item of e.indices) {
    if (item.kind === "new-axis") {
      shape.push(1);
      continue;
    }
    const axis = begin.length;
    const part = item.kind === "all" ? { from: 0, to: type2.shape[axis] - 1, keep: true } : partOfAxis(context, item, type2.shape[axis], axis, scope);
    if (!part) return errorValue;
    begin.push(part.from);
    size3.push(part.to - part.from + 1);
    if (part.keep) shape.push(part.to - part.from + 1);
  }
  return invoke(context, slice, [object.expression], { begin, size: size3, shape }, scope, e.span);
}
function partOfAxis(context, item, side, axis, scope) {
  const at2 = context.evaluate(item.value, scope);
  let part = { from: NaN, to: NaN, keep: false };
  if (at2.kind === "range") part = { from: at2.low, to: at2.high, keep: true };
  if (at2.kind === "number") part = { from: at2.value < 0 ? at2.value + side : at2.value, to: at2.value < 0 ? at2.value + side : at2.value, keep: false };
  if (Number.isInteger(part.from) && Number.isInteger(part.to) && part.from >= 0 && part.to < side) return part;
  if (at2.kind !== "error") {
    const why = `axis ${axis} has ${side} element${side === 1 ? "" : "s"}, numbered from 0; both ends of a range belong to it`;
    report2(context, "wrong-kind", { expected: `an index within 0..${side - 1}`, found: describe2(at2), why }, item.span);
  }
  return null;
}
function listItem(context, e, items2, scope) {
  const [only] = e.indices;
  const at2 = only?.kind === "at" && e.indices.length === 1 ? context.evaluate(only.value, scope) : errorValue;
  const item = at2.kind === "number" ? items2[at2.value] : void 0;
  if (!item && at2.kind !== "error") {
    const why = `the list has ${items2.length} item${items2.length === 1 ? "" : "s"}, numbered from 0`;
    report2(context, "wrong-kind", { expected: `an index within 0..${items2.length - 1}`, found: describe2(at2), why }, only?.span ?? e.span);
  }
  return item ?? errorValue;
}

// src/compiler/check/expressions.ts
function evaluate(context, e, scope) {
  switch (e.kind) {
    case "number":
      return numberValue2(e.value);
    case "string":
      return { kind: "string", value: e.value };
    case "boolean":
      return { kind: "boolean", value: e.value };
    case "missing":
      return errorValue;
    case "name":
      return name(context, e, scope);
    case "call":
      return call(context, e.callee, e.arguments, scope, null, e.span);
    case "member":
      return member(context, e, scope);
    case "index":
      return index(context, e, scope);
    case "unary":
      return unary(context, e, scope);
    case "binary":
      return binary(context, e, scope);
    case "pipe":
      return stages(context, e.stages, context.evaluate(e.input, scope), scope, e.input.span);
    case "list": {
      const items2 = e.items.map((item) => context.evaluate(item, scope));
      return items2.some((item) => item.kind === "error") ? errorValue : { kind: "list", items: items2 };
    }
    case "tuple":
      return tuple(context, e, scope);
    case "range": {
      const range2 = evaluateRange(context, e, scope);
      return range2 ? { kind: "range", low: range2[0], high: range2[1] } : errorValue;
    }
    case "duration": {
      const count = evaluateInteger(context, e.count, scope, "a duration");
      return count === null ? errorValue : { kind: "duration", duration: { count, unit: e.unit } };
    }
    case "transition": {
      const from = evaluateNumber(context, e.from, scope, "the start of a schedule");
      const to = evaluateNumber(context, e.to, scope, "the end of a schedule");
      return from === null || to === null ? errorValue : { kind: "transition", from, to };
    }
  }
}
function name(context, e, scope) {
  const value2 = lookup(scope, e.name) ?? context.top(e.name);
  if (value2) return value2;
  if (functions.has(e.name)) {
    report2(context, "wrong-place", { name: e.name, is: "a function", expected: "a value", help: `call it: \`${e.name}(\u2026)\`` }, e.span);
  } else {
    const choices = [.../* @__PURE__ */ new Set([...namesIn(scope), ...context.topNames("const", "data", "latent", "let", "loss", "network")])];
    reportUnknown(context, { kind: "identifier", name: e.name, span: e.span }, "value", choices);
  }
  return errorValue;
}
function member(context, e, scope) {
  const object = context.evaluate(e.object, scope);
  if (object.kind === "error" || e.member.name === "") return errorValue;
  if (object.kind !== "tuple" || object.expression.type.kind !== "tuple") {
    report2(context, "no-members", { type: describe2(object), name: e.member.name }, e.member.span, dropMember(e));
    return errorValue;
  }
  const { fields } = object.expression.type;
  const field2 = fields.find((f) => f.name === e.member.name);
  if (!field2) {
    const choices = fields.map((f) => f.name);
    const near = meant2(e.member.name, choices);
    report2(context, "unknown-member", { of: "this value", name: e.member.name, near, choices }, e.member.span, renameFix(e.member.span, near));
    return errorValue;
  }
  const whole = object.expression;
  const written = whole.kind === "tuple" ? whole.fields.find((f) => f.name === field2.name)?.value : void 0;
  return expressionValue(written ?? { kind: "field", of: whole, name: field2.name, type: field2.type, span: e.span });
}
function dropMember(e) {
  const span2 = { ...e.span, start: e.object.span.end };
  return { fix: { title: `Remove \`.${e.member.name}\``, edits: [{ span: span2, replacement: "" }], safe: false } };
}
function tuple(context, e, scope) {
  const fields = [];
  for (const field2 of e.fields) {
    const value2 = toTensor(context, context.evaluate(field2.value, scope), field2.value.span, `the result \`${field2.name.name}\``);
    if (value2) fields.push({ name: field2.name.name, value: value2 });
  }
  if (fields.length < e.fields.length) return errorValue;
  const type2 = { kind: "tuple", fields: fields.map((f) => ({ name: f.name, type: f.value.type })) };
  return { kind: "tuple", expression: { kind: "tuple", fields, type: type2, span: e.span } };
}
function unary(context, e, scope) {
  const operand2 = context.evaluate(e.operand, scope);
  if (operand2.kind === "error") return errorValue;
  if (e.operator === "!") {
    if (operand2.kind === "boolean") return { kind: "boolean", value: !operand2.value };
    report2(context, "wrong-kind", { expected: "`true` or `false`", found: describe2(operand2) }, e.operand.span);
    return errorValue;
  }
  if (operand2.kind === "number") return numberValue2(-operand2.value);
  const tensor2 = toTensor(context, operand2, e.operand.span);
  const places = { callee: e.span, inputs: [e.operand.span] };
  return tensor2 ? invoke(context, functions.get("negate"), [tensor2], {}, scope, e.span, places) : errorValue;
}
function binary(context, e, scope) {
  const left = context.evaluate(e.left, scope);
  const right = context.evaluate(e.right, scope);
  if (left.kind === "error" || right.kind === "error") return errorValue;
  if (left.kind === "number" && right.kind === "number") return staticBinary(context, e, left.value, right.value);
  const a2 = toTensor(context, left, e.left.span);
  const b2 = toTensor(context, right, e.right.span);
  if (!a2 || !b2) return errorValue;
  const operator = operatorFunctions.get(e.operator);
  const places = { callee: e.span, inputs: [e.left.span, e.right.span] };
  if (operator) return invoke(context, functions.get(operator), [a2, b2], {}, scope, e.span, places);
  report2(context, "not-a-constant", { what: `an operand of \`${e.operator}\`` }, (left.kind === "tensor" ? e.left : e.right).span);
  return errorValue;
}
var mostRounds = 1e4;
function fewEnough(context, count, at2) {
  if (count <= mostRounds) return true;
  report2(context, "too-many-repetitions", { count, most: mostRounds }, at2);
  return false;
}
function stages(context, all, input, scope, inputSpan) {
  let value2 = input;
  let made = inputSpan;
  for (const stage2 of all) {
    if (stage2.kind === "call-stage") {
      value2 = call(context, stage2.callee, stage2.arguments, scope, { value: value2, span: made }, stage2.span);
    } else if (stage2.kind === "repeat-stage") {
      const count = evaluateInteger(context, stage2.count, scope, "the number of repetitions", 0);
      if (count === null || !fewEnough(context, count, stage2.count.span)) return errorValue;
      for (let i = 0; i < count && value2.kind !== "error"; i++) value2 = stages(context, stage2.stages, value2, scope, made);
    } else {
      for (const item of loopValues(context, stage2, scope)) {
        if (item.kind === "error" || value2.kind === "error") return errorValue;
        const inner = childScope(scope);
        inner.bindings.set(stage2.variable.name, item);
        value2 = stages(context, stage2.stages, value2, inner, made);
      }
    }
    made = stage2.span;
  }
  return value2;
}
function loopValues(context, stage2, scope) {
  const over = context.evaluate(stage2.over, scope);
  if (over.kind === "list") return over.items;
  if (over.kind === "range" && Number.isInteger(over.low) && Number.isInteger(over.high)) {
    if (!fewEnough(context, over.high - over.low + 1, stage2.over.span)) return [errorValue];
    return Array.from({ length: over.high - over.low + 1 }, (_, i) => numberValue2(over.low + i));
  }
  if (over.kind !== "error") {
    const help = over.kind === "number" ? `write \`for ${stage2.variable.name} in 1..${over.value} { \u2026 }\`, or \`repeat(${over.value}) { \u2026 }\`` : void 0;
    const texts = { expected: "a range such as `1..3` or a list such as `[256, 128]`", found: describe2(over), ...help && { help } };
    report2(context, "wrong-kind", texts, stage2.over.span);
  }
  return [errorValue];
}

// src/compiler/check/networks.ts
function buildNetwork(context, declaration2) {
  if (declaration2.like) return likeAnother(context, declaration2, declaration2.like);
  const { name: name2, span: span2 } = declaration2.name;
  const parameters3 = declaration2.parameters.map((p) => readParameter2(context, p));
  const result2 = declaration2.result ? resolveType(context, declaration2.result, rootScope("")) : null;
  if (parameters3.includes(null) || !result2 || !declaration2.body) return null;
  const construction = { network: name2, weights: [], layers: [], defaults: checkDefaults(context, declaration2) };
  const scope = rootScope("", construction);
  for (const [index2, p] of parameters3.entries()) {
    scope.bindings.set(p.name, tensorValue({ kind: "parameter", index: index2, ...p }));
  }
  const value2 = evaluateBody(context, declaration2.body, scope);
  const body2 = value2.kind === "error" ? null : conformResult(context, declaration2, declaration2.body, value2, result2);
  return {
    name: name2,
    parameters: parameters3,
    result: body2 ? keepRange(result2, body2.type) : result2,
    body: body2 ?? unknownBody(result2, span2),
    weights: construction.weights,
    layers: construction.layers,
    ...value2.kind !== "error" && !body2 && { contradictory: true },
    span: span2
  };
}
function unknownBody(type2, span2) {
  return { ...constantExpression(0, span2), type: type2 };
}
function keepRange(declared, found) {
  return declared.kind === "tensor" && found.kind === "tensor" && found.range ? { ...declared, range: found.range } : declared;
}
function readParameter2(context, p) {
  if (!p.type) {
    report2(context, "missing-type", { name: p.name.name }, p.span);
    return null;
  }
  const type2 = resolveType(context, p.type, rootScope(""));
  if (type2?.kind === "tuple") {
    report2(context, "wrong-place", { name: formatType2(type2), is: "several values", expected: "the type of one input", help: "declare one parameter for each of them" }, p.type.span);
    return null;
  }
  return type2 && { name: p.name.name, type: type2, span: p.span };
}
function checkDefaults(context, declaration2) {
  const layers = [...functions.values()].filter((f) => f.layer);
  const known = [...new Set(layers.flatMap((f) => f.parameters.filter((p) => p.default !== void 0).map((p) => p.name)))];
  return declaration2.defaults.filter((d) => {
    if (d.name && known.includes(d.name.name)) return true;
    if (d.name) reportUnknown(context, d.name, "layer option", known);
    else report2(context, "wrong-kind", { expected: "an option with its name, such as `init: normal(0.02)`", found: "a bare value" }, d.span);
    return false;
  });
}
function conformResult(context, declaration2, body2, value2, result2) {
  const what = `the result of \`${declaration2.name.name}\``;
  const labels2 = [{ span: declaration2.result.span, text: "declared here" }];
  const span2 = placeOfResult(body2.result);
  if (result2.kind === "tuple") return conformTuple(context, value2, result2, what, span2, labels2);
  const given = toTensor(context, value2, span2, what);
  if (!given || !requirePerExample(context, given, span2, declaration2.name.name)) return null;
  return conform(context, given, result2, { what, promise: true, span: span2, within: body2.span, labels: labels2 });
}
function conformTuple(context, value2, result2, what, span2, labels2) {
  if (value2.kind !== "tuple" || value2.expression.kind !== "tuple") {
    const help = `end with \`(${result2.fields.map((f) => `${f.name}: \u2026`).join(", ")})\``;
    report2(context, "shape-mismatch", { message: `${what} is several values, ${formatType2(result2)}`, here: "this is one value", help }, span2, { labels: labels2 });
    return null;
  }
  const given = value2.expression.fields;
  const fields = [];
  const declared = result2.fields.map((f) => f.name);
  const stranger = given.find((g) => !declared.includes(g.name));
  if (stranger) {
    report2(context, "unknown-member", { of: what, name: stranger.name, near: meant2(stranger.name, declared), choices: declared }, stranger.value.span, { labels: labels2 });
    return null;
  }
  for (const f of result2.fields) {
    const found = given.find((g) => g.name === f.name)?.value;
    if (!found) {
      const here = `only ${given.map((g) => `\`${g.name}\``).join(", ")}`;
      report2(context, "shape-mismatch", { message: `${what} lacks \`${f.name}\``, here, help: `add \`${f.name}: \u2026\`` }, span2, { labels: labels2 });
      continue;
    }
    const fitting = conform(context, found, f.type, { what: `\`${f.name}\` of ${what}`, promise: true, span: found.span, labels: labels2 });
    if (fitting) fields.push({ name: f.name, value: fitting });
  }
  return fields.length === result2.fields.length ? { kind: "tuple", fields, type: result2, span: span2 } : null;
}
function requirePerExample(context, given, span2, name2) {
  if (given.type.batched) return true;
  if (dependsOn(given, (e) => e.kind === "parameter")) {
    report2(context, "shape-mismatch", {
      message: `\`${name2}\` makes one value for the whole batch`,
      here: `${given.type.shape.length === 0 ? "one number" : formatType2(given.type)} for all examples together`,
      why: "a network maps each example to a result of its own",
      help: "reduce over the axes of an example: `mean(x, axes: [0])`"
    }, span2);
  } else {
    const here = "this is the same for every example";
    report2(context, "shape-mismatch", { message: `the result of \`${name2}\` does not depend on its input`, here, help: "compute it from the parameters" }, span2);
  }
  return false;
}
function likeAnother(context, declaration2, like) {
  const value2 = context.top(like.name);
  if (value2?.kind === "network") return renamed(value2.network, declaration2.name.name, declaration2.name.span);
  if (value2?.kind !== "error") {
    const choices = context.topNames("network").filter((name2) => name2 !== declaration2.name.name);
    reportUnknown(context, like, "network", choices);
  }
  return null;
}
function renamed(network2, name2, span2) {
  const weights = new Map(network2.weights.map((w) => [w, { ...w, path: name2 + w.path.slice(network2.name.length) }]));
  const renameWeights = (l) => ({ ...l, weights: l.weights.map((w) => weights.get(w)) });
  const body2 = mapExpression(
    network2.body,
    (e) => e.kind === "call" ? { ...e, weights: Object.fromEntries(Object.entries(e.weights).map(([key, w]) => [key, weights.get(w)])) } : e
  );
  return { ...network2, name: name2, span: span2, body: body2, weights: [...weights.values()], layers: network2.layers.map(renameWeights) };
}
function mapExpression(root2, change) {
  const copies = /* @__PURE__ */ new Map();
  const copy = (e) => {
    const known = copies.get(e);
    if (known) return known;
    const made = change(withOperands(e, copy));
    copies.set(e, made);
    return made;
  };
  return copy(root2);
}
function withOperands(e, copy) {
  switch (e.kind) {
    case "call":
      return { ...e, inputs: e.inputs.map(copy) };
    case "apply":
      return { ...e, arguments: e.arguments.map(copy) };
    case "tuple":
      return { ...e, fields: e.fields.map((f) => ({ ...f, value: copy(f.value) })) };
    case "field":
    case "retype":
      return { ...e, of: copy(e.of) };
    case "gradient":
      return { ...e, of: copy(e.of), wrt: copy(e.wrt) };
    default:
      return e;
  }
}

// src/compiler/check/once-per-mistake.ts
var toldOnce = /* @__PURE__ */ new Set(["unknown-name", "range-mismatch", "meaning-mismatch", "shape-mismatch"]);
var mostLabels = 4;
function oncePerMistake(diagnostics) {
  const groups = /* @__PURE__ */ new Map();
  for (const d of [...diagnostics].sort((a2, b2) => a2.span.start - b2.span.start)) {
    const key = keyOf(d);
    const group = groups.get(key);
    if (group) group.push(d);
    else groups.set(key, [d]);
  }
  return [...groups.values()].map(merged);
}
function keyOf(d) {
  const { source, start } = d.span;
  const declared = d.labels?.[0]?.span;
  if (d.code === "indivisible" && declared) return [d.code, d.message, declared.source.name, declared.start].join(" ");
  if (!toldOnce.has(d.code)) return [d.code, d.message, source.name, positionAt(source, start).line].join(" ");
  const same = d.code === "unknown-name" ? "" : declared ? `at ${declared.source.name} ${declared.start}` : `at ${source.name} ${start}`;
  return [d.code, d.message, same].join(" ");
}
function merged([first2, ...more]) {
  const d = first2;
  const places = more.filter((m) => m.span.start !== d.span.start && toldOnce.has(d.code));
  if (places.length === 0) return d;
  const further = places.slice(0, mostLabels).map((m) => ({ span: m.span, text: "and here" }));
  const edits = [d, ...places].flatMap((m) => m.fix?.edits ?? []);
  return { ...d, labels: [...d.labels ?? [], ...further], ...d.fix && { fix: { ...d.fix, edits } } };
}

// src/compiler/functions/reports.ts
var rows3 = [
  {
    name: "modes",
    kind: "metric",
    doc: "Modes covered, and the share of samples within 3\u03C3 of the nearest mode (Srivastava et al. 2017, VEEGAN).",
    parameters: [
      { name: "samples", kind: "value", doc: "the generated points" },
      { name: "data", kind: "value", doc: "the data whose modes are known" },
      { name: "n", kind: "integer", default: 2500, doc: "how many samples" }
    ]
  },
  {
    name: "grid",
    kind: "picture",
    doc: "A PNG grid of images, always from the same latents.",
    parameters: [
      { name: "images", kind: "value", doc: "the images" },
      { name: "rows", kind: "integer", default: 8, doc: "rows of the grid" },
      { name: "columns", kind: "integer", default: 8, doc: "columns of the grid" }
    ]
  },
  {
    name: "scatter",
    kind: "picture",
    doc: "Generated points over real ones, as a PNG.",
    parameters: [
      { name: "samples", kind: "value", doc: "the generated points, tensor[2]" },
      { name: "data", kind: "value", doc: "the real points, tensor[2]" },
      { name: "n", kind: "integer", default: 2500, doc: "how many of each" }
    ]
  }
];
var reports = new Map(rows3.map((row) => [row.name, row]));

// src/compiler/check/durations.ts
function readDuration(context, e, scope) {
  const value2 = context.evaluate(e, scope);
  if (value2.kind === "duration") return value2.duration;
  if (value2.kind !== "error") report2(context, "bad-duration", { found: describe2(value2), ...value2.kind === "number" && { count: value2.value } }, e.span);
  return null;
}

// src/compiler/functions/optimizers.ts
var scale = (b2, x5, factor) => factor === 1 ? x5 : b2.add("Mul", [x5, b2.constant(factor)]);
var plus = (b2, x5, y) => b2.add("AddV2", [x5, y]);
var number2 = (settings, name2) => settings[name2];
function average(b2, old, value2, decay) {
  return plus(b2, scale(b2, old, decay), scale(b2, value2, 1 - decay));
}
function descend(b2, weight, direction, rate) {
  return b2.add("Sub", [weight, b2.add("Mul", [direction, rate])]);
}
function correction(b2, beta, iteration) {
  return b2.add("Neg", [b2.add("Expm1", [b2.add("Mul", [iteration, b2.constant(Math.log(beta))])])]);
}
var betas = [
  { name: "beta1", default: 0.9, min: 0, max: 0.999999, doc: "decay of the first moment; GANs often take 0.5 or 0" },
  { name: "beta2", default: 0.999, min: 0, max: 0.9999999, doc: "decay of the second moment" },
  { name: "epsilon", default: 1e-8, min: 0, doc: "added to the root of the second moment" }
];
var momentumParameter = { name: "momentum", default: 0, min: 0, max: 0.999999, doc: "share of the last step that is kept" };
function adamStep({ builder: b2, weight, gradient, learningRate, iteration, slots, settings }) {
  const beta1 = number2(settings, "beta1");
  const beta2 = number2(settings, "beta2");
  const secondMoment = beta2 === 0 ? b2.add("Square", [gradient]) : average(b2, slots["v"], b2.add("Square", [gradient]), beta2);
  const firstMoment = beta1 === 0 ? gradient : average(b2, slots["m"], gradient, beta1);
  const rate = beta1 === 0 ? learningRate : b2.add("RealDiv", [learningRate, correction(b2, beta1, iteration)]);
  const root2 = b2.add("Sqrt", [secondMoment]);
  const corrected = beta2 === 0 ? root2 : b2.add("Mul", [root2, b2.add("Rsqrt", [correction(b2, beta2, iteration)])]);
  const denominator = plus(b2, corrected, b2.constant(number2(settings, "epsilon")));
  const step = b2.add("RealDiv", [b2.add("Mul", [firstMoment, rate]), denominator]);
  return { weight: b2.add("Sub", [weight, step]), slots: { ...beta1 !== 0 && { m: firstMoment }, ...beta2 !== 0 && { v: secondMoment } } };
}
function adamSlots(settings) {
  return [...settings["beta1"] === 0 ? [] : ["m"], ...settings["beta2"] === 0 ? [] : ["v"]];
}
var definitions = [
  {
    name: "sgd",
    doc: "Stochastic gradient descent, with momentum if asked for (Sutskever et al. 2013, as PyTorch writes it).",
    learningRate: 0.01,
    parameters: [
      momentumParameter,
      { name: "nesterov", default: false, doc: "look ahead along the momentum" },
      { name: "weight_decay", default: 0, min: 0, doc: "L2 penalty, added to the gradient" }
    ],
    slots: (settings) => settings["momentum"] === 0 ? [] : ["momentum"],
    update({ builder: b2, weight, gradient, learningRate, slots, settings }) {
      const momentum = number2(settings, "momentum");
      const decay = number2(settings, "weight_decay");
      const g = decay === 0 ? gradient : plus(b2, gradient, scale(b2, weight, decay));
      if (momentum === 0) return { weight: descend(b2, weight, g, learningRate), slots: {} };
      const velocity = plus(b2, scale(b2, slots["momentum"], momentum), g);
      const direction = settings["nesterov"] === true ? plus(b2, g, scale(b2, velocity, momentum)) : velocity;
      return { weight: descend(b2, weight, direction, learningRate), slots: { momentum: velocity } };
    }
  },
  {
    name: "rmsprop",
    doc: "RMSprop (Hinton, lecture 6e): the gradient over a running root mean square. The original WGAN takes it.",
    learningRate: 0.01,
    parameters: [
      { name: "rho", default: 0.99, min: 0, max: 0.9999999, doc: "decay of the mean square" },
      momentumParameter,
      { name: "epsilon", default: 1e-8, min: 0, doc: "added to the root" }
    ],
    slots: (settings) => settings["momentum"] === 0 ? ["v"] : ["v", "momentum"],
    update({ builder: b2, weight, gradient, learningRate, slots, settings }) {
      const momentum = number2(settings, "momentum");
      const meanSquare = average(b2, slots["v"], b2.add("Square", [gradient]), number2(settings, "rho"));
      const root2 = plus(b2, b2.add("Sqrt", [meanSquare]), b2.constant(number2(settings, "epsilon")));
      const direction = b2.add("RealDiv", [gradient, root2]);
      if (momentum === 0) return { weight: descend(b2, weight, direction, learningRate), slots: { v: meanSquare } };
      const velocity = plus(b2, scale(b2, slots["momentum"], momentum), direction);
      return { weight: descend(b2, weight, velocity, learningRate), slots: { v: meanSquare, momentum: velocity } };
    }
  },
  {
    name: "adam",
    doc: "Adam (Kingma & Ba 2015, algorithm 1).",
    learningRate: 1e-3,
    parameters: betas,
    slots: adamSlots,
    update: adamStep
  },
  {
    name: "adamw",
    doc: "Adam with decoupled weight decay (Loshchilov & Hutter 2019, algorithm 2).",
    learningRate: 1e-3,
    parameters: [...betas, { name: "weight_decay", default: 0.01, min: 0, doc: "share of the weight taken off per unit of learning rate" }],
    slots: adamSlots,
    update(u) {
      const decay = scale(u.builder, u.learningRate, number2(u.settings, "weight_decay"));
      const shrink = u.builder.add("Sub", [u.builder.constant(1), decay]);
      return adamStep({ ...u, weight: u.builder.add("Mul", [u.weight, shrink]) });
    }
  }
];
var optimizers = new Map(definitions.map((o) => [o.name, o]));

// src/compiler/functions/schedules.ts
var scheduleDocs = {
  constant: "`constant(1e-3)`: the same rate throughout; a plain number means this.",
  linear: "`linear(2e-4 -> 0, from: 100 epochs)`: stays, then falls (or rises) on a straight line until the end, or until `to:`.",
  cosine: "`cosine(1e-3 -> 0)`: half a cosine from one rate to the other (Loshchilov & Hutter 2017, eq. 5, without restarts).",
  step: "`step(1e-3, every: 30 epochs, factor: 0.1)`: multiplied by the factor after every period.",
  warmup: "`warmup(1e-3, over: 500 steps)`: rises from 0 on a straight line, then follows the schedule inside."
};
function emitSchedule(b2, schedule2, step, inSteps) {
  const c = (value2) => b2.constant(value2);
  const progress = (start, end) => {
    const done = b2.add("RealDiv", [b2.add("Sub", [step, c(start)]), c(Math.max(1, end - start))]);
    return b2.add("Minimum", [b2.add("Maximum", [done, c(0)]), c(1)]);
  };
  switch (schedule2.kind) {
    case "constant":
      return c(schedule2.value);
    case "linear": {
      const done = progress(inSteps(schedule2.start), inSteps(schedule2.end));
      return b2.add("AddV2", [c(schedule2.from), b2.add("Mul", [done, c(schedule2.to - schedule2.from)])]);
    }
    case "cosine": {
      const angle = b2.add("Mul", [progress(inSteps(schedule2.start), inSteps(schedule2.end)), c(Math.PI)]);
      const half = b2.add("Mul", [b2.add("AddV2", [b2.add("Cos", [angle]), c(1)]), c((schedule2.from - schedule2.to) / 2)]);
      return b2.add("AddV2", [c(schedule2.to), half]);
    }
    case "step": {
      const times2 = b2.add("Floor", [b2.add("RealDiv", [step, c(inSteps(schedule2.every))])]);
      return b2.add("Mul", [c(schedule2.from), b2.add("Pow", [c(schedule2.factor), times2])]);
    }
    case "warmup": {
      const over = Math.max(1, inSteps(schedule2.over));
      const risen = b2.add("Minimum", [b2.add("RealDiv", [b2.add("AddV2", [step, c(1)]), c(over)]), c(1)]);
      return b2.add("Mul", [emitSchedule(b2, schedule2.peak, step, inSteps), risen]);
    }
  }
}

// src/compiler/check/schedules.ts
var argument = (bound, name2) => bound.get(name2)?.[0]?.value;
function stretch(context, e, otherwise, scope) {
  return e ? readDuration(context, e, scope) : otherwise;
}
var falling = (kind) => ({
  formals: [
    { name: "rate", doc: "from which to which rate, `2e-4 -> 0`", optional: false },
    { name: "from", doc: "when it begins to change", optional: true },
    { name: "to", doc: "when it has arrived", optional: true }
  ],
  read(context, bound, scope) {
    const rate = argument(bound, "rate");
    const value2 = context.evaluate(rate, scope);
    const start = stretch(context, argument(bound, "from"), { count: 0, unit: "steps" }, scope);
    const end = stretch(context, argument(bound, "to"), "whole", scope);
    if (value2.kind === "transition") return start && end && { kind, from: value2.from, to: value2.to, start, end };
    if (value2.kind !== "error") {
      report2(context, "wrong-argument", { callee: kind, parameter: "rate", expected: "a transition such as `2e-4 -> 0`", found: describe2(value2) }, rate.span);
    }
    return null;
  }
});
var forms = {
  constant: {
    formals: [{ name: "rate", doc: "the learning rate", optional: false }],
    read: (context, bound, scope, optimizer) => readSchedule(context, argument(bound, "rate"), scope, optimizer)
  },
  linear: falling("linear"),
  cosine: falling("cosine"),
  step: {
    formals: [
      { name: "rate", doc: "the first rate", optional: false },
      { name: "every", doc: "after how long it is multiplied", optional: false },
      { name: "factor", doc: "what it is multiplied by", optional: true }
    ],
    read(context, bound, scope) {
      const from = evaluateNumber(context, argument(bound, "rate"), scope, "a learning rate");
      const every2 = readDuration(context, argument(bound, "every"), scope);
      const given = argument(bound, "factor");
      const factor = given ? evaluateNumber(context, given, scope, "the factor of `step`") : 0.1;
      return from === null || !every2 || factor === null ? null : { kind: "step", from, every: every2, factor };
    }
  },
  warmup: {
    formals: [
      { name: "rate", doc: "the rate or schedule to rise to", optional: false },
      { name: "over", doc: "how long it rises", optional: false }
    ],
    read(context, bound, scope, optimizer) {
      const peak = readSchedule(context, argument(bound, "rate"), scope, optimizer);
      const over = readDuration(context, argument(bound, "over"), scope);
      return peak && over && { kind: "warmup", over, peak };
    }
  }
};
function readSchedule(context, e, scope, optimizer) {
  if (e.kind !== "call") return readConstant(context, e, scope, optimizer);
  const form = Object.hasOwn(forms, e.callee.name) ? forms[e.callee.name] : void 0;
  if (!form) {
    reportUnknown(context, e.callee, "learning-rate schedule", Object.keys(scheduleDocs));
    return null;
  }
  const bound = bindArguments(context, e.callee, form.formals, e.arguments);
  return bound && form.read(context, bound, scope, optimizer);
}
function readConstant(context, e, scope, optimizer) {
  const value2 = evaluateNumber(context, e, scope, "a learning rate");
  if (value2 === null || value2 >= 0) return value2 === null ? null : { kind: "constant", value: value2 };
  report2(context, "argument-out-of-range", { callee: optimizer, parameter: "learning_rate", value: value2, low: 0, high: void 0, doc: "how far a step goes; its direction is always downhill" }, e.span);
  return null;
}

// src/compiler/check/optimizers.ts
function readOptimizer(context, e, scope, name2) {
  const call2 = asCall(e);
  const definition = call2 && optimizers.get(call2.callee.name);
  if (definition) return complete(context, definition, call2, scope, name2);
  if (call2) reportUnknown(context, call2.callee, "optimizer", [...optimizers.keys()]);
  else if (e.kind !== "missing") report2(context, "wrong-kind", { expected: "an optimizer such as `adam(1e-4)`", found: `\`${textOf(e.span)}\`` }, e.span);
  return null;
}
function complete(context, definition, call2, scope, name2) {
  const formals = [
    { name: "learning_rate", doc: "the learning rate, or a schedule", optional: true },
    ...definition.parameters.map((p) => ({ name: p.name, doc: p.doc, optional: true }))
  ];
  const bound = bindArguments(context, call2.callee, formals, call2.arguments);
  if (!bound) return null;
  const rate = bound.get("learning_rate")?.[0]?.value;
  const learningRate = rate ? readSchedule(context, rate, scope, definition.name) : { kind: "constant", value: definition.learningRate };
  const settings = {};
  for (const p of definition.parameters) {
    const given = bound.get(p.name)?.[0]?.value;
    const value2 = given ? readParameter3(context, given, p, definition.name, scope) : p.default;
    if (value2 !== null) settings[p.name] = value2;
  }
  if (!learningRate || Object.keys(settings).length < definition.parameters.length) return null;
  return { name: name2(), definition, learningRate, settings };
}
function readParameter3(context, e, p, callee, scope) {
  const value2 = context.evaluate(e, scope);
  if (value2.kind === "error") return null;
  if (value2.kind !== "number" && value2.kind !== "boolean" || value2.kind !== typeof p.default) {
    const expected = typeof p.default === "number" ? "a number" : "`true` or `false`";
    report2(context, "wrong-argument", { callee, parameter: p.name, expected, found: describe2(value2) }, e.span);
    return null;
  }
  if (value2.kind === "number" && (p.min !== void 0 && value2.value < p.min || p.max !== void 0 && value2.value > p.max)) {
    report2(context, "argument-out-of-range", { callee, parameter: p.name, value: value2.value, low: p.min, high: p.max, doc: p.doc }, e.span);
    return null;
  }
  return value2.value;
}

// src/compiler/check/training.ts
function buildTraining(context, declaration2, losses) {
  const plan = { context, scope: rootScope("train/"), losses, optimizerNames: new UniqueNames(), byNetworks: /* @__PURE__ */ new Map() };
  const duration = readDuration(context, declaration2.duration, plan.scope);
  if (!declaration2.batch) report2(context, "missing-batch", {}, declaration2.duration.span, batchFix(declaration2.duration.span));
  const batch = declaration2.batch ? evaluateInteger(context, declaration2.batch, plan.scope, "the batch size") : null;
  const actions2 = readActions(plan, declaration2.actions);
  return duration && batch !== null && actions2 ? { duration, batch, actions: actions2, span: declaration2.span } : null;
}
function insertAfter(at2, text, title) {
  return { fix: { title, edits: [{ span: { ...at2, start: at2.end }, replacement: text }], safe: false } };
}
var batchFix = (at2) => insertAfter(at2, ", batch 64", "Add `, batch 64`");
function readActions(plan, actions2) {
  const read = actions2.map((action) => readAction(plan, action));
  return read.includes(null) ? null : read;
}
function readAction(plan, action) {
  const { context, scope } = plan;
  switch (action.kind) {
    case "minimize":
      return readMinimize(plan, action);
    case "repeat": {
      const count = evaluateInteger(context, action.count, scope, "the number of rounds");
      const actions2 = readActions(plan, action.actions);
      return count !== null && actions2 ? { kind: "repeat", count, actions: actions2, span: action.span } : null;
    }
    case "every": {
      const period = readDuration(context, action.period, scope);
      const actions2 = readActions(plan, action.actions);
      return period && actions2 ? { kind: "every", period, actions: actions2, span: action.span } : null;
    }
    case "clip":
      return readClip(plan, action);
    case "average":
      return readAverage(plan, action);
  }
}
function readClip({ context, scope }, action) {
  const network2 = readNetwork(context, action.network);
  const range2 = context.evaluate(action.range, scope);
  if (range2.kind === "range") return network2 && { kind: "clip", network: network2, low: range2.low, high: range2.high, span: action.span };
  if (range2.kind !== "error") {
    report2(context, "wrong-kind", { expected: "a range such as `-0.01..0.01`", found: describe2(range2) }, action.range.span);
  }
  return null;
}
function readAverage({ context, scope }, action) {
  const network2 = readNetwork(context, action.network);
  const average2 = context.top(action.as.name);
  const decay = evaluateNumber(context, action.decay, scope, "the decay of an average");
  if (decay !== null && (decay < 0 || decay >= 1)) {
    report2(context, "argument-out-of-range", { callee: "average", parameter: "decay", value: decay, low: 0, high: 0.999999, doc: "the share of the old average that is kept at each step" }, action.decay.span);
    return null;
  }
  if (!network2 || decay === null || average2?.kind !== "network") return null;
  return { kind: "average", network: network2, average: average2.network, decay, span: action.span };
}
function readNetwork(context, name2) {
  const value2 = context.top(name2.name);
  if (value2?.kind === "network") return value2.network;
  if (!value2) reportUnknown(context, name2, "network", context.topNames("network"));
  else if (value2.kind !== "error") report2(context, "wrong-place", { name: name2.name, is: value2.kind === "tensor" ? `a value, ${describe2(value2)}` : describe2(value2), expected: "a network" }, name2.span);
  return null;
}
function readMinimize(plan, action) {
  const loss = readLoss(plan, action.loss);
  const networks = [];
  for (const name2 of action.over) {
    const network2 = readNetwork(plan.context, name2);
    if (network2) networks.push(network2);
  }
  if (networks.length < action.over.length) return null;
  const optimizer = chooseOptimizer(plan, action, loss?.name ?? "loss", networks);
  return loss && optimizer && { kind: "minimize", loss, networks, optimizer, span: action.span };
}
function chooseOptimizer(plan, action, lossName, networks) {
  const key = networks.map((n) => `\`${n.name}\``).sort().join(", ");
  if (!action.using) {
    const shared = plan.byNetworks.get(key);
    if (!shared) report2(plan.context, "missing-optimizer", { networks: key }, action.span, insertAfter(action.span, " using adam(1e-4)", "Add `using adam(1e-4)`"));
    return shared ?? null;
  }
  const optimizer = readOptimizer(plan.context, action.using, plan.scope, () => plan.optimizerNames.next(lossName));
  if (optimizer) plan.byNetworks.set(key, optimizer);
  return optimizer;
}
function readLoss(plan, e) {
  const { context } = plan;
  if (e.kind === "name") {
    const loss = plan.losses.get(e.name);
    if (loss) return loss;
    if (!context.top(e.name)) {
      reportUnknown(context, { kind: "identifier", name: e.name, span: e.span }, "loss", context.topNames("loss"));
      return null;
    }
  }
  const value2 = context.evaluate(e, plan.scope);
  if (value2.kind === "tensor") return scalarLoss(context, textOf(e.span), value2.expression, e.span);
  if (value2.kind !== "error") report2(context, "wrong-kind", { expected: "a loss", found: describe2(value2) }, e.span);
  return null;
}
function scalarLoss(context, name2, value2, span2) {
  if (!value2.type.batched && value2.type.shape.length === 0) return { name: name2, value: value2, span: span2 };
  const edits = [
    { span: { ...span2, end: span2.start }, replacement: "mean(" },
    { span: { ...span2, start: span2.end }, replacement: ")" }
  ];
  const fix = { title: "Take the mean over the batch", edits, safe: false };
  report2(context, "loss-not-scalar", { name: name2, type: value2.type.shape.length === 0 ? "one number" : formatType2(value2.type) }, span2, { fix });
  return null;
}

// src/compiler/check/reports.ts
function buildReports(context, declaration2) {
  const every2 = declaration2.every ? readDuration(context, declaration2.every, rootScope("")) : void 0;
  const using = declaration2.using.map((name2) => readNetwork(context, name2));
  const items2 = declaration2.items.map((item) => readItem(context, declaration2.kind, item));
  if (every2 === null || using.includes(null)) return [];
  return items2.flatMap((item) => item ? [complete2(item, every2, using)] : []);
}
function complete2(item, every2, using) {
  return { ...item, using, ...every2 && { every: every2 } };
}
function readItem(context, where, e) {
  const call2 = asCall(e);
  const definition = call2 ? reports.get(call2.callee.name) : void 0;
  const choices = [...reports.values()].filter((r) => r.kind === (where === "evaluate" ? "metric" : "picture")).map((r) => r.name);
  if (!call2 || !definition || !choices.includes(definition.name)) {
    if (e.kind === "missing" || call2?.callee.name === "") return null;
    const name2 = call2?.callee.name ?? textOf(e.span);
    const near = meant2(name2, choices);
    const at2 = call2?.callee.span ?? e.span;
    const belongs = definition ? { belongs: definition.kind === "metric" ? "evaluate" : "show" } : {};
    report2(context, "unknown-report", { where, name: name2, near, choices, ...belongs }, at2, renameFix(at2, near));
    return null;
  }
  const formals = definition.parameters.map((p) => ({ name: p.name, doc: p.doc, optional: p.default !== void 0 }));
  const bound = bindArguments(context, call2.callee, formals, call2.arguments);
  if (!bound) return null;
  const scope = rootScope(`${where}/`);
  const inputs = [];
  const settings = {};
  for (const p of definition.parameters) {
    const given = bound.get(p.name)?.[0]?.value;
    const what = `\`${p.name}\` of \`${definition.name}\``;
    if (p.kind === "integer") {
      const value2 = given ? evaluateInteger(context, given, scope, what) : p.default;
      if (value2 === null) return null;
      settings[p.name] = value2;
    } else {
      const value2 = toTensor(context, context.evaluate(given, scope), given.span, what);
      if (!value2 || !suits(context, definition, value2.type, given)) return null;
      inputs.push(value2);
    }
  }
  return { definition, inputs, settings, text: textOf(e.span), span: e.span };
}
function suits(context, definition, type2, e) {
  const { shape } = type2;
  const image = shape.length === 3 && (shape[2] === 1 || shape[2] === 3);
  const fits2 = type2.batched && (definition.name === "grid" ? image : definition.name === "scatter" ? shape.length === 1 && shape[0] === 2 : shape.length === 1);
  if (fits2) return true;
  const expected = definition.name === "grid" ? "images of 1 or 3 channels" : definition.name === "scatter" ? "points of the plane, tensor[2]" : "points, tensor[n]";
  report2(context, "wrong-rank", { callee: definition.name, expected, found: formatType2(type2) }, e.span);
  return false;
}

// src/compiler/check/rules/huge-network.ts
var most = 2 ** 28;
var weightCount = (layer) => layer.weights.reduce((sum, w) => sum + sizeOf(w.shape), 0);
var hugeNetwork = (program, report3) => {
  for (const network2 of program.networks.values()) {
    const [largest] = [...network2.layers].sort((a2, b2) => weightCount(b2) - weightCount(a2));
    if (network2.averageOf || !largest || weightCount(largest) < most) continue;
    const texts = { network: network2.name, layer: largest.name, count: weightCount(largest) };
    report3(diagnostic("huge-network", texts, largest.span));
  }
};

// src/compiler/check/rules/ignored-input.ts
var ignoredInput = (program, report3) => {
  const told = /* @__PURE__ */ new Set();
  for (const network2 of program.networks.values()) {
    if (network2.averageOf) continue;
    const used = /* @__PURE__ */ new Set();
    visit([network2.body], (e) => {
      if (e.kind === "parameter") used.add(e.index);
    });
    for (const [index2, parameter] of network2.parameters.entries()) {
      if (used.has(index2) || told.has(parameter.span)) continue;
      told.add(parameter.span);
      report3(diagnostic("ignored-input", { network: network2.name, input: parameter.name }, parameter.span));
    }
  }
};

// src/compiler/check/rules/linear-layers.ts
var linearLayers = (program, report3) => {
  const told = /* @__PURE__ */ new Set();
  for (const network2 of program.networks.values()) {
    if (network2.averageOf) continue;
    const pairs = [];
    visit([network2.body], (e) => {
      if (e.kind !== "call" || !e.function.linear) return;
      const before = linearBefore(e.inputs[0]);
      if (before) pairs.push({ first: before, second: e });
    });
    const [pair] = pairs.sort((a2, b2) => a2.second.span.start - b2.second.span.start);
    if (!pair || told.has(pair.second.span)) continue;
    told.add(pair.second.span);
    const { first: first2, second } = pair;
    const texts = { network: network2.name, first: first2.function.name, second: second.function.name };
    const labels2 = [{ span: first2.span, text: "the linear layer before it" }];
    report3(diagnostic("linear-layers", texts, second.span, first2.span === second.span ? {} : { labels: labels2 }));
  }
};
function linearBefore(e) {
  if (e.kind === "retype") return linearBefore(e.of);
  if (e.kind !== "call") return null;
  if (e.function.linear) return e;
  return e.function.transparent && e.inputs.length === 1 ? linearBefore(e.inputs[0]) : null;
}

// src/compiler/check/rules/rule.ts
function minimizations(program) {
  const found = [];
  const collect = (actions2) => {
    for (const action of actions2) {
      if (action.kind === "minimize") found.push(action);
      if (action.kind === "repeat" || action.kind === "every") collect(action.actions);
    }
  };
  collect(program.training?.actions ?? []);
  return found;
}

// src/compiler/check/rules/loss-independent.ts
var lossIndependent = (program, report3) => {
  for (const { loss, networks, span: span2 } of minimizations(program)) {
    for (const network2 of networks) {
      if (gradientReaches(loss.value, network2.name)) continue;
      const labels2 = program.losses.has(loss.name) ? [{ span: program.losses.get(loss.name).span, text: "the loss" }] : [];
      report3(diagnostic("loss-independent", { loss: loss.name, network: network2.name }, span2, { labels: labels2 }));
    }
  }
};
function gradientReaches(root2, network2) {
  const seen = /* @__PURE__ */ new Set();
  const reaches = (e) => {
    if (seen.has(e)) return false;
    seen.add(e);
    if (e.kind === "call" && e.function.name === "stop_gradient") return false;
    if (e.kind === "apply" && (e.network.name === network2 && hasWeights(e.network) || reaches(e.network.body))) return true;
    return operands(e).some(reaches);
  };
  return reaches(root2);
}
var hasWeights = (network2) => network2.weights.some((w) => w.trainable);

// src/compiler/check/rules/probability-as-score.ts
var probabilityAsScore = (program, report3) => {
  const found = /* @__PURE__ */ new Map();
  visit([...program.losses.values()].map((l) => l.value), (e) => {
    if (e.kind !== "call" || e.function.name !== "mean" && e.function.name !== "sum" || e.settings["axes"] !== void 0) return;
    const source = probabilityOf(e.inputs[0]);
    if (source?.kind !== "apply") return;
    const first2 = found.get(source.network.name);
    if (!first2 || source.span.start < first2.span.start) found.set(source.network.name, source);
  });
  for (const [network2, { network: declared, span: span2 }] of found) {
    const labels2 = [{ span: declared.span, text: "declared to return a probability" }];
    report3(diagnostic("probability-as-score", { network: network2 }, span2, { labels: labels2 }));
  }
};
function probabilityOf(e) {
  if (e.kind === "call" && e.function.name === "negate") return probabilityOf(e.inputs[0]);
  if (e.kind === "retype") return probabilityOf(e.of);
  return e.kind === "apply" && e.type.kind === "tensor" && e.type.meaning === "prob" ? e : null;
}

// src/compiler/check/rules/unused-latent.ts
var unusedLatent = (program, report3) => {
  const used = /* @__PURE__ */ new Set();
  const roots = [...program.values.values(), ...[...program.losses.values()].map((l) => l.value), ...program.reports.flatMap((r) => r.inputs)];
  visit(roots, (e) => void used.add(e));
  for (const [name2, draw2] of program.latents) {
    if (!used.has(draw2)) report3(diagnostic("unused-latent", { latent: name2 }, draw2.span));
  }
};

// src/compiler/check/rules/unused-loss.ts
var unusedLoss = (program, report3) => {
  if (!program.training) return;
  const used = /* @__PURE__ */ new Set();
  visit(minimizations(program).map((m) => m.loss.value), (e) => void used.add(e));
  for (const loss of program.losses.values()) {
    if (!used.has(loss.value)) report3(diagnostic("unused-loss", { loss: loss.name }, loss.span));
  }
};

// src/compiler/check/rules/untrained-network.ts
var untrainedNetwork = (program, report3) => {
  if (!program.training) return;
  const trained = new Set(minimizations(program).flatMap((m) => m.networks.map((n) => n.name)));
  for (const network2 of program.networks.values()) {
    if (network2.averageOf || trained.has(network2.name) || !network2.weights.some((w) => w.trainable)) continue;
    report3(diagnostic("untrained-network", { network: network2.name }, network2.span));
  }
};

// src/compiler/check/rules/rules.ts
var rules = [
  lossIndependent,
  probabilityAsScore,
  linearLayers,
  hugeNetwork,
  ignoredInput,
  untrainedNetwork,
  unusedLoss,
  unusedLatent
];

// src/compiler/check/check.ts
function check(spec, options = {}) {
  const checker = new Checker(spec, options);
  const program = checker.run();
  const diagnostics = oncePerMistake(outside(checker.diagnostics, spec.declarations.filter((d) => d.broken)));
  return { program: hasErrors(diagnostics) ? null : program, diagnostics };
}
var Checker = class {
  diagnostics = [];
  spec;
  options;
  names = /* @__PURE__ */ new Map();
  resolved = /* @__PURE__ */ new Map();
  /** Names being resolved now, outermost first. */
  resolving = [];
  dataSets = /* @__PURE__ */ new Map();
  losses = /* @__PURE__ */ new Map();
  /** Names that may have been declared where the text could not be read. */
  doubtful;
  constructor(spec, options) {
    this.spec = spec;
    this.options = options;
    this.doubtful = doubtfulNames(spec.declarations);
  }
  evaluate(e, scope) {
    return evaluate(this, e, scope);
  }
  topNames(...kinds) {
    const own = [...this.names].filter(([, n]) => kinds.includes(n.kind)).map(([name2]) => name2);
    return kinds.includes("fn") ? [...own, ...libraryNames] : own;
  }
  top(name2) {
    const known = this.resolved.get(name2);
    if (known) return known;
    const declared = this.names.get(name2);
    if (!declared) {
      const declaration2 = libraryFunction(name2);
      if (declaration2) return { kind: "fn", declaration: declaration2 };
      return this.doubtful(name2) ? errorValue : void 0;
    }
    if (this.resolving.includes(name2)) {
      const path = [...this.resolving.slice(this.resolving.indexOf(name2)), name2];
      report2(this, "circular-definition", { name: name2, path }, declared.identifier.span);
      this.resolved.set(name2, errorValue);
      return errorValue;
    }
    this.resolving.push(name2);
    const value2 = declared.resolve();
    this.resolving.pop();
    if (!this.resolved.has(name2)) this.resolved.set(name2, value2);
    return this.resolved.get(name2);
  }
  run() {
    this.declareAll();
    this.checkModel();
    for (const name2 of this.names.keys()) this.top(name2);
    for (const declaration2 of this.spec.declarations) if (declaration2.kind === "data") this.dataSet(declaration2);
    const training = this.training();
    const reports2 = this.reports();
    this.expectations();
    const program = {
      ...this.modelName(),
      constants: this.constants(),
      data: [...this.dataSets.values()].filter((d) => d !== null),
      networks: this.collect("network", (v) => v.kind === "network" ? v.network : void 0),
      latents: this.collect("latent", (v) => v.kind === "tensor" ? v.expression : void 0),
      values: this.collect("let", (v) => v.kind === "tensor" || v.kind === "tuple" ? v.expression : void 0),
      losses: this.losses,
      ...training && { training },
      reports: reports2
    };
    if (this.isSound()) for (const rule of rules) rule(program, (d) => this.diagnostics.push(d));
    return program;
  }
  // ── names ─────────────────────────────────────────────────────────────────────────────────────────────────────────
  declareAll() {
    for (const d of this.spec.declarations) {
      if (d.broken && unsound(d)) continue;
      switch (d.kind) {
        case "const":
          this.declare(d.name, d.kind, () => this.constant(d));
          break;
        case "data":
          for (const [i, field2] of d.fields.entries()) this.declare(field2.name, d.kind, () => this.field(d, i));
          break;
        case "latent":
          this.declare(d.draw.name, d.kind, () => this.latent(d));
          break;
        case "network":
          this.declare(d.name, d.kind, () => this.network(d));
          break;
        case "block":
          this.declare(d.name, d.kind, () => ({ kind: "block", declaration: d }));
          break;
        case "fn":
          this.declare(d.name, d.kind, () => ({ kind: "fn", declaration: d }));
          break;
        case "let":
          this.declare(d.name, d.kind, () => this.evaluate(d.value, rootScope(`${d.name.name}/`)));
          break;
        case "loss":
          this.declare(d.name, d.kind, () => this.loss(d));
          break;
        case "train":
          this.declareAverages(d.actions);
      }
    }
  }
  declare(identifier2, kind, resolve) {
    const { name: name2, span: span2 } = identifier2;
    if (name2 === "") return;
    const first2 = this.names.get(name2);
    const callable = kind === "network" || kind === "block" || kind === "fn";
    if (first2) {
      const labels2 = [{ span: first2.identifier.span, text: "declared here first" }];
      report2(this, "duplicate-name", { name: name2, first: article(first2.kind) }, span2, { labels: labels2 });
    } else if (callable && (functions.has(name2) || specialForms.has(name2))) {
      report2(this, "reserved-name", { name: name2, what: "a function" }, span2);
      this.names.set(name2, { identifier: identifier2, kind, resolve: () => errorValue });
    } else {
      this.names.set(name2, { identifier: identifier2, kind, resolve });
    }
  }
  /** `average G as G_ema` declares a network. */
  declareAverages(actions2) {
    for (const action of actions2) {
      if (action.kind === "repeat" || action.kind === "every") this.declareAverages(action.actions);
      if (action.kind !== "average") continue;
      this.declare(action.as, "network", () => {
        const value2 = this.top(action.network.name);
        if (value2?.kind !== "network") return errorValue;
        const network2 = { ...renamed(value2.network, action.as.name, action.as.span), averageOf: value2.network.name };
        return { kind: "network", network: network2 };
      });
    }
  }
  // ── declarations ──────────────────────────────────────────────────────────────────────────────────────────────────
  constant(d) {
    const override = this.options.constants?.get(d.name.name);
    if (typeof override === "number") return numberValue2(override);
    if (typeof override === "boolean") return { kind: "boolean", value: override };
    if (typeof override === "string") return { kind: "string", value: override };
    const value2 = this.evaluate(d.value, rootScope(""));
    if (value2.kind !== "tensor" && value2.kind !== "tuple" && value2.kind !== "network") return value2;
    report2(this, "not-a-constant", { what: "a `const`" }, d.value.span);
    return errorValue;
  }
  dataSet(d) {
    if (!this.dataSets.has(d)) this.dataSets.set(d, buildDataSet(this, d));
    return this.dataSets.get(d);
  }
  field(d, index2) {
    const field2 = this.dataSet(d)?.fields[index2];
    return field2 ? tensorValue({ kind: "data", field: field2.name, type: field2.type, span: field2.span }) : errorValue;
  }
  latent(d) {
    const draw2 = drawExpression(this, d.draw, rootScope(""), d.draw.name.name);
    return draw2 ? tensorValue(draw2) : errorValue;
  }
  network(d) {
    const network2 = buildNetwork(this, d);
    return network2 ? { kind: "network", network: network2 } : errorValue;
  }
  loss(d) {
    const value2 = this.evaluate(d.value, rootScope(`${d.name.name}/`));
    if (value2.kind === "error") return errorValue;
    if (value2.kind !== "tensor") {
      report2(this, "wrong-kind", { expected: "a loss", found: describe2(value2) }, d.value.span);
      return errorValue;
    }
    const loss = scalarLoss(this, d.name.name, value2.expression, d.value.span);
    if (!loss) return errorValue;
    this.losses.set(d.name.name, { ...loss, span: d.name.span });
    return value2;
  }
  training() {
    const [first2, ...more] = this.spec.declarations.filter((d) => d.kind === "train");
    for (const d of more) this.reportSecond("train", first2, d);
    return first2 ? buildTraining(this, first2, this.losses) : null;
  }
  reports() {
    return this.spec.declarations.flatMap((d) => d.kind === "evaluate" || d.kind === "show" ? buildReports(this, d) : []);
  }
  /** Everything could be read, and nothing is wrong so far. */
  isSound() {
    return !hasErrors(this.diagnostics) && !this.spec.declarations.some((d) => d.broken || d.kind === "unknown");
  }
  /** Whether they hold is worth saying only of what is right in itself; in themselves they are checked in any case. */
  expectations() {
    const sound = this.isSound();
    const failed = [];
    for (const d of this.spec.declarations) if (d.kind === "expect") this.expect(d, failed);
    if (sound) this.diagnostics.push(...failed);
  }
  expect(d, failed) {
    const e = d.condition;
    const value2 = this.evaluate(e, rootScope(""));
    if (value2.kind === "error" || value2.kind === "boolean" && value2.value) return;
    if (value2.kind !== "boolean" || e.kind !== "binary" || !comparisons[e.operator]) {
      report2(this, "expectation-form", {}, e.span);
      return;
    }
    const side = (part) => {
      const known = this.evaluate(part, rootScope(""));
      return known.kind === "number" ? known.value.toLocaleString("en-US") : textOf(part.span);
    };
    const texts = { left: `\`${textOf(e.left.span)}\``, found: side(e.left), relation: e.operator, expected: side(e.right) };
    report2({ diagnostics: failed }, "expectation-failed", texts, e.span);
  }
  checkModel() {
    const models = this.spec.declarations.filter((d) => d.kind === "model");
    const [first2, ...more] = models;
    for (const d of more) this.reportSecond("model", first2, d);
    const begun = this.spec.declarations[0];
    if (first2 || begun?.kind === "unknown" || begun?.broken) return;
    const start = this.spec.declarations[0]?.span ?? this.spec.span;
    report2(this, "missing-model", {}, { ...start, end: Math.min(start.end, start.start + 1) });
  }
  reportSecond(what, first2, second) {
    const head2 = (d) => ({ ...d.span, end: d.span.start + what.length });
    report2(this, "duplicate-declaration", { what }, head2(second), { labels: [{ span: head2(first2), text: "the first is here" }] });
  }
  modelName() {
    const model = this.spec.declarations.find((d) => d.kind === "model");
    return { name: model?.name.name ?? "", ...model?.documentation && { documentation: model.documentation } };
  }
  constants() {
    return this.collect("const", (v) => v.kind === "number" || v.kind === "boolean" || v.kind === "string" ? v.value : void 0);
  }
  collect(kind, take) {
    const found = /* @__PURE__ */ new Map();
    for (const [name2, declared] of this.names) {
      const value2 = declared.kind === kind ? take(this.top(name2)) : void 0;
      if (value2 !== void 0) found.set(name2, value2);
    }
    return found;
  }
};
function article(kind) {
  return `${kind === "data" ? "" : "a "}${kind}`;
}

// src/compiler/ops/compose.ts
function scale2(builder, x5, factor) {
  if (factor === 1) return x5;
  if (factor === 0) return builder.constant(0, builder.shape(x5));
  const known = uniformValue(builder, x5);
  if (known !== null) return builder.constant(known * factor, builder.shape(x5));
  const { op, inputs } = builder.node(x5);
  if (op === "BroadcastTo") return broadcastTo(builder, scale2(builder, inputs[0], factor), builder.shape(x5));
  if (factor === -1) return builder.add("Neg", [x5]);
  return builder.add("Mul", [x5, builder.constant(factor)]);
}
function times(builder, a2, b2) {
  const [shapeA, shapeB] = [builder.shape(a2), builder.shape(b2)];
  const same = sameShape(shapeA, shapeB);
  const [knownA, knownB] = [uniformValue(builder, a2), uniformValue(builder, b2)];
  if (knownA !== null && (same || shapeA.length === 0)) return scale2(builder, b2, knownA);
  if (knownB !== null && (same || shapeB.length === 0)) return scale2(builder, a2, knownB);
  const [nodeA, nodeB] = [builder.node(a2), builder.node(b2)];
  if (same && nodeA.op === "BroadcastTo") return builder.add("Mul", [nodeA.inputs[0], b2]);
  if (same && nodeB.op === "BroadcastTo") return builder.add("Mul", [a2, nodeB.inputs[0]]);
  return builder.add("Mul", [a2, b2]);
}
function reshape2(builder, x5, shape) {
  if (sameShape(builder.shape(x5), shape)) return x5;
  const known = uniformValue(builder, x5);
  return known === null ? builder.add("Reshape", [x5], { shape }) : builder.constant(known, shape);
}
function broadcastTo(builder, x5, shape) {
  if (sameShape(builder.shape(x5), shape)) return x5;
  const known = uniformValue(builder, x5);
  return known === null ? builder.add("BroadcastTo", [x5], { shape }) : builder.constant(known, shape);
}
function asFloat(builder, condition) {
  return builder.add("Cast", [condition], { dtype: "float32" });
}
function uniformValue(builder, id) {
  const { op, attributes, output } = builder.node(id);
  const value2 = attributes["value"];
  return op === "Const" && output.dtype === "float32" && typeof value2 === "number" ? value2 : null;
}

// src/compiler/ops/requirements.ts
function refuse(op, input, type2, wanted) {
  throw new OpError(`${op}: input \`${input}\` is ${formatType(type2)}, but must be ${wanted}`);
}
function refuseAttribute(op, attribute, value2, wanted) {
  throw new OpError(`${op}: attribute \`${attribute}\` is ${JSON.stringify(value2)}, but must be ${wanted}`);
}
function requireFloat(op, input, type2) {
  return requireDType(op, input, type2, "float32");
}
function requireNumber(op, input, type2) {
  return type2.dtype === "bool" ? refuse(op, input, type2, "float32 or int32: cast it") : type2;
}
function requireDType(op, input, type2, dtype) {
  return type2.dtype === dtype ? type2 : refuse(op, input, type2, `${dtype}: cast it`);
}
function requireRank(op, input, type2, rank) {
  return type2.shape.length === rank ? type2 : refuse(op, input, type2, `of rank ${rank}`);
}
function requireShape(op, input, type2, shape) {
  return sameShape(type2.shape, shape) ? type2 : refuse(op, input, type2, `of shape [${shape.join(", ")}]`);
}
function requireAxis(op, attribute, axis, input) {
  const rank = input.shape.length;
  if (Number.isInteger(axis) && axis >= 0 && axis < rank) return axis;
  if (rank === 0) refuseAttribute(op, attribute, axis, "left out: a scalar has no axes");
  return refuseAttribute(op, attribute, axis, `an axis of ${formatType(input)}, 0 \u2026 ${rank - 1}`);
}

// src/compiler/ops/activations.ts
var alpha = { type: "number", doc: "slope for negative features" };
function defineActivation(row) {
  const attributes = row.alpha === void 0 ? {} : { alpha: row.alpha };
  const avoid = row.kink ? { avoid: [0] } : {};
  return defineOp({
    name: row.name,
    doc: row.doc,
    inputs: ["features"],
    attributes: row.alpha === void 0 ? {} : { alpha },
    infer: ([features2]) => requireFloat(row.name, "features", features2),
    gradient: row.gradient,
    flops: (_inputs, _attributes, output) => row.flops * sizeOf(output.shape),
    evaluate: ([x5], attributes2) => x5.data.map((value2) => row.of(value2, attributes2["alpha"])),
    samples: [
      { inputs: [{ shape: [3, 4], range: [-3, 3], ...avoid }], attributes },
      { inputs: [{ shape: [], ...avoid }], attributes }
    ]
  });
}
function defineActivationGradient(row) {
  const attributes = row.alpha === void 0 ? {} : { alpha: row.alpha };
  return defineOp({
    name: row.name,
    doc: row.doc,
    inputs: row.inputs,
    attributes: row.alpha === void 0 ? {} : { alpha },
    infer: ([first2, second]) => {
      requireFloat(row.name, row.inputs[0], first2);
      requireFloat(row.name, row.inputs[1], second);
      return requireShape(row.name, row.inputs[1], second, first2.shape);
    },
    gradient: row.gradient,
    flops: (_inputs, _attributes, output) => row.flops * sizeOf(output.shape),
    evaluate: ([first2, second], attributes2) => first2.data.map((value2, i) => row.of(value2, second.data[i], attributes2["alpha"])),
    samples: [[3, 4], []].map((shape) => ({
      inputs: row.inputs.map((name2) => ({ shape, ...name2 === row.kink && { avoid: [0] } })),
      attributes
    }))
  });
}
var linearInGradients = (b2, { op, inputs, attributes }, g) => [
  b2.add(op, [g, inputs[1]], attributes),
  null
];
function requireLastAxis(op, type2) {
  requireFloat(op, "logits", type2);
  return type2.shape.length ? type2 : refuse(op, "logits", type2, "of rank 1 or more, with the classes along the last axis");
}
var softmaxSamples = [
  { inputs: [{ shape: [3, 4] }] },
  { inputs: [{ shape: [5] }] },
  { inputs: [{ shape: [2, 2, 3], range: [-4, 4] }] }
];
function evaluateLogSoftmax({ shape, data: data2 }) {
  const classes = shape.at(-1);
  const result2 = new Float64Array(data2.length);
  for (let start = 0; start < data2.length; start += classes) {
    const row = data2.subarray(start, start + classes);
    const largest = row.reduce((a2, b2) => Math.max(a2, b2), -Infinity);
    const logSum = largest + Math.log(row.reduce((sum, value2) => sum + Math.exp(value2 - largest), 0));
    for (let i = 0; i < classes; i++) result2[start + i] = row[i] - logSum;
  }
  return result2;
}
var activationOps = [
  defineActivation({
    name: "Relu",
    doc: "max(x, 0).",
    of: (x5) => Math.max(x5, 0),
    flops: 1,
    kink: "features",
    gradient: (b2, { inputs }, g) => [b2.add("ReluGrad", [g, inputs[0]])]
  }),
  defineActivationGradient({
    name: "ReluGrad",
    doc: "The gradient where the feature is positive, 0 elsewhere.",
    inputs: ["gradients", "features"],
    of: (gradient, x5) => x5 > 0 ? gradient : 0,
    flops: 1,
    kink: "features",
    gradient: linearInGradients
  }),
  defineActivation({
    name: "LeakyRelu",
    doc: "x where positive, alpha \xB7 x elsewhere (Maas et al. 2013).",
    of: (x5, alpha2) => x5 > 0 ? x5 : alpha2 * x5,
    flops: 2,
    alpha: 0.2,
    kink: "features",
    gradient: (b2, { inputs, attributes }, g) => [b2.add("LeakyReluGrad", [g, inputs[0]], attributes)]
  }),
  defineActivationGradient({
    name: "LeakyReluGrad",
    doc: "The gradient where the feature is positive, alpha times the gradient elsewhere.",
    inputs: ["gradients", "features"],
    of: (gradient, x5, alpha2) => x5 > 0 ? gradient : alpha2 * gradient,
    flops: 2,
    alpha: 0.2,
    kink: "features",
    gradient: linearInGradients
  }),
  defineActivation({
    name: "Elu",
    doc: "x where positive, e\u02E3 \u2212 1 elsewhere (Clevert et al. 2016).",
    of: (x5) => x5 < 0 ? Math.expm1(x5) : x5,
    flops: 2,
    kink: "features",
    gradient: (b2, node2, g) => [b2.add("EluGrad", [g, node2.id])]
  }),
  defineActivationGradient({
    name: "EluGrad",
    doc: "From the outputs of Elu: the gradient times (output + 1) where the output is negative, the gradient elsewhere.",
    inputs: ["gradients", "outputs"],
    of: (gradient, y) => y < 0 ? gradient * (y + 1) : gradient,
    flops: 2,
    kink: "outputs",
    gradient: (b2, { inputs: [gradients2, outputs] }, g) => {
      const negative = b2.add("Less", [outputs, b2.constant(0)]);
      return [b2.add("EluGrad", [g, outputs]), b2.add("SelectV2", [negative, times(b2, g, gradients2), b2.constant(0)])];
    }
  }),
  defineActivation({
    name: "Tanh",
    doc: "tanh x.",
    of: Math.tanh,
    flops: 1,
    gradient: (b2, node2, g) => [b2.add("TanhGrad", [node2.id, g])]
  }),
  defineActivationGradient({
    name: "TanhGrad",
    doc: "From the outputs y of Tanh: dy \xB7 (1 \u2212 y\xB2).",
    inputs: ["y", "dy"],
    of: (y, dy) => dy * (1 - y * y),
    flops: 3,
    gradient: (b2, { inputs: [y, dy] }, g) => [times(b2, times(b2, scale2(b2, g, -2), dy), y), b2.add("TanhGrad", [y, g])]
  }),
  defineActivation({
    name: "Sigmoid",
    doc: "1 / (1 + e^(\u2212x)).",
    of: (x5) => 1 / (1 + Math.exp(-x5)),
    flops: 1,
    gradient: (b2, node2, g) => [b2.add("SigmoidGrad", [node2.id, g])]
  }),
  defineActivationGradient({
    name: "SigmoidGrad",
    doc: "From the outputs y of Sigmoid: dy \xB7 y \xB7 (1 \u2212 y).",
    inputs: ["y", "dy"],
    of: (y, dy) => dy * y * (1 - y),
    flops: 3,
    gradient: (b2, { inputs: [y, dy] }, g) => {
      const slope = b2.add("Sub", [b2.constant(1), scale2(b2, y, 2)]);
      return [times(b2, times(b2, g, dy), slope), b2.add("SigmoidGrad", [y, g])];
    }
  }),
  defineActivation({
    name: "Softplus",
    doc: "ln(1 + e\u02E3), written as max(x, 0) + ln(1 + e^(\u2212|x|)), which neither overflows nor loses digits.",
    of: (x5) => Math.max(x5, 0) + Math.log1p(Math.exp(-Math.abs(x5))),
    flops: 3,
    gradient: (b2, { inputs }, g) => [times(b2, g, b2.add("Sigmoid", [inputs[0]]))]
  }),
  defineOp({
    name: "Softmax",
    doc: "e\u02E3 divided by its sum along the last axis.",
    inputs: ["logits"],
    attributes: {},
    infer: ([logits]) => requireLastAxis("Softmax", logits),
    gradient: (b2, { id: y, output }, g) => {
      const axes = [output.shape.length - 1];
      const mean2 = b2.add("Sum", [times(b2, g, y)], { axes, keep_dims: true });
      return [times(b2, b2.add("Sub", [g, mean2]), y)];
    },
    flops: (_inputs, _attributes, output) => 5 * sizeOf(output.shape),
    evaluate: ([logits]) => evaluateLogSoftmax(logits).map(Math.exp),
    samples: softmaxSamples
  }),
  defineOp({
    name: "LogSoftmax",
    doc: "The logarithm of Softmax, without taking a logarithm of a rounded probability.",
    inputs: ["logits"],
    attributes: {},
    infer: ([logits]) => requireLastAxis("LogSoftmax", logits),
    gradient: (b2, { id: y, output }, g) => {
      const total = b2.add("Sum", [g], { axes: [output.shape.length - 1], keep_dims: true });
      return [b2.add("Sub", [g, times(b2, b2.add("Exp", [y]), total)])];
    },
    flops: (_inputs, _attributes, output) => 5 * sizeOf(output.shape),
    evaluate: ([logits]) => evaluateLogSoftmax(logits),
    samples: softmaxSamples
  })
];

// src/compiler/ops/broadcasting.ts
function broadcastShapes(a2, b2) {
  const rank = Math.max(a2.length, b2.length);
  const shape = [];
  for (let axis = 0; axis < rank; axis++) {
    const x5 = a2[axis - rank + a2.length] ?? 1;
    const y = b2[axis - rank + b2.length] ?? 1;
    if (x5 !== y && x5 !== 1 && y !== 1) return null;
    shape.push(x5 === 1 ? y : x5);
  }
  return shape;
}
function requireBroadcast(op, names2, a2, b2) {
  const shape = broadcastShapes(a2.shape, b2.shape);
  if (shape) return shape;
  throw new OpError(
    `${op}: inputs \`${names2[0]}\`, ${formatType(a2)}, and \`${names2[1]}\`, ${formatType(b2)}, do not go together: counted from the last axis, sides must be equal or 1`
  );
}
function stretched(tensor2, shape) {
  const size3 = sizeOf(shape);
  if (size3 === tensor2.data.length) return tensor2.data;
  const stretchedData = new Float64Array(size3);
  const missing2 = shape.length - tensor2.shape.length;
  const strides = shape.map(() => 0);
  for (let axis = tensor2.shape.length - 1, stride2 = 1; axis >= 0; axis--) {
    const side = tensor2.shape[axis];
    strides[axis + missing2] = side === 1 ? 0 : stride2;
    stride2 *= side;
  }
  for (let position = 0; position < size3; position++) {
    let rest = position;
    let source = 0;
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      const side = shape[axis];
      source += rest % side * strides[axis];
      rest = Math.floor(rest / side);
    }
    stretchedData[position] = tensor2.data[source];
  }
  return stretchedData;
}
function sumTo(builder, gradient, shape) {
  const from = builder.shape(gradient);
  if (sameShape(from, shape)) return gradient;
  const missing2 = from.length - shape.length;
  const axes = from.flatMap(
    (side, axis) => side !== 1 && (axis < missing2 || shape[axis - missing2] === 1) ? [axis] : []
  );
  const sum = axes.length ? builder.add("Sum", [gradient], { axes, keep_dims: false }) : gradient;
  return reshape2(builder, sum, shape);
}

// src/compiler/ops/comparison.ts
var comparisons2 = [
  { name: "Greater", doc: "x > y.", of: (x5, y) => x5 > y },
  { name: "GreaterEqual", doc: "x \u2265 y.", of: (x5, y) => x5 >= y },
  { name: "Less", doc: "x < y.", of: (x5, y) => x5 < y },
  { name: "LessEqual", doc: "x \u2264 y.", of: (x5, y) => x5 <= y },
  { name: "Equal", doc: "x = y.", of: (x5, y) => x5 === y },
  { name: "NotEqual", doc: "x \u2260 y.", of: (x5, y) => x5 !== y }
];
var connectives2 = [
  { name: "LogicalAnd", doc: "x and y.", of: (x5, y) => x5 !== 0 && y !== 0 },
  { name: "LogicalOr", doc: "x or y.", of: (x5, y) => x5 !== 0 || y !== 0 }
];
function defineComparison({ name: name2, doc, of }, dtype) {
  const kinds = dtype === "bool" ? [{ dtype: "bool" }] : [{}, { dtype: "int32", range: [0, 2] }];
  return defineOp({
    name: name2,
    doc,
    inputs: ["x", "y"],
    attributes: {},
    infer: ([x5, y]) => {
      const require2 = (input, type2) => dtype === "bool" ? requireDType(name2, input, type2, "bool") : requireNumber(name2, input, type2);
      require2("x", x5);
      require2("y", y);
      if (x5.dtype !== y.dtype) {
        throw new OpError(
          `${name2}: input \`x\` is ${x5.dtype} and \`y\` is ${y.dtype}, but both must be the same: cast one`
        );
      }
      return { dtype: "bool", shape: requireBroadcast(name2, ["x", "y"], x5, y) };
    },
    gradient: "zero",
    flops: (_inputs, _attributes, output) => dtype === "bool" ? 0 : sizeOf(output.shape),
    evaluate: ([x5, y], _attributes, output) => {
      const right = stretched(y, output.shape);
      return stretched(x5, output.shape).map((left, i) => of(left, right[i]) ? 1 : 0);
    },
    samples: kinds.flatMap((kind) => [
      {
        inputs: [
          { shape: [3, 4], ...kind },
          { shape: [3, 4], ...kind }
        ]
      },
      {
        inputs: [
          { shape: [3, 1], ...kind },
          { shape: [4], ...kind }
        ]
      },
      {
        inputs: [
          { shape: [3, 4], ...kind },
          { shape: [], ...kind }
        ]
      }
    ])
  });
}
var comparisonOps = [
  ...comparisons2.map((row) => defineComparison(row, "number")),
  ...connectives2.map((row) => defineComparison(row, "bool")),
  defineOp({
    name: "SelectV2",
    doc: "t where the condition holds, e elsewhere; all three broadcast.",
    inputs: ["condition", "t", "e"],
    attributes: {},
    infer: ([condition, t, e]) => {
      requireDType("SelectV2", "condition", condition, "bool");
      if (t.dtype !== e.dtype) {
        throw new OpError(
          `SelectV2: input \`t\` is ${t.dtype} and \`e\` is ${e.dtype}, but both must be the same: cast one`
        );
      }
      const branches = { dtype: t.dtype, shape: requireBroadcast("SelectV2", ["t", "e"], t, e) };
      return { dtype: t.dtype, shape: requireBroadcast("SelectV2", ["condition", "t and e"], condition, branches) };
    },
    gradient: (b2, { inputs: [condition, t, e] }, g) => {
      const none = b2.constant(0);
      return [
        null,
        sumTo(b2, b2.add("SelectV2", [condition, g, none]), b2.shape(t)),
        sumTo(b2, b2.add("SelectV2", [condition, none, g]), b2.shape(e))
      ];
    },
    flops: () => 0,
    evaluate: ([condition, t, e], _attributes, output) => {
      const [whenTrue, whenFalse] = [stretched(t, output.shape), stretched(e, output.shape)];
      return stretched(condition, output.shape).map((holds, i) => holds ? whenTrue[i] : whenFalse[i]);
    },
    samples: [
      { inputs: [{ shape: [2, 3], dtype: "bool" }, { shape: [2, 3] }, { shape: [2, 3] }] },
      { inputs: [{ shape: [3], dtype: "bool" }, { shape: [2, 3] }, { shape: [] }] },
      { inputs: [{ shape: [2, 1], dtype: "bool" }, { shape: [3] }, { shape: [1, 3] }] },
      { inputs: [{ shape: [2, 3], dtype: "bool" }, { shape: [] }, { shape: [2, 1] }] },
      { inputs: [{ shape: [], dtype: "bool", values: [1] }, { shape: [2, 3] }, { shape: [2, 3] }] },
      {
        inputs: [
          { shape: [4], dtype: "bool" },
          { shape: [4], dtype: "int32" },
          { shape: [4], dtype: "int32" }
        ]
      }
    ]
  })
];

// src/compiler/ops/attributes.ts
function integersOf(op, attributes, name2, { least = 0, count, each } = {}) {
  const value2 = attributes[name2];
  const fits2 = isIntegers(value2) && value2.every((entry) => entry >= least) && (count === void 0 || value2.length === count);
  if (fits2) return value2;
  const number3 = count === void 0 ? "integers" : `${count} integer${count === 1 ? "" : "s"}`;
  return refuseAttribute(op, name2, value2, `${number3} of at least ${least}${each ? `, ${each}` : ""}`);
}
function integerOf(op, attributes, name2, least = 0) {
  const value2 = attributes[name2];
  if (typeof value2 === "number" && Number.isInteger(value2) && value2 >= least) return value2;
  return refuseAttribute(op, name2, value2, `an integer of at least ${least}`);
}
function paddingsOf(op, attributes, rank) {
  const value2 = attributes["paddings"];
  const fits2 = Array.isArray(value2) && value2.length === rank && value2.every((pair) => isIntegers(pair) && pair.length === 2 && pair.every((cells) => cells >= 0));
  if (fits2) return value2;
  return refuseAttribute(
    op,
    "paddings",
    value2,
    `${rank} pairs [before, after] of integers of at least 0, one for each axis`
  );
}
function choiceOf2(op, attributes, name2, choices) {
  const value2 = attributes[name2];
  const found = choices.find((choice) => choice === value2);
  return found ?? refuseAttribute(op, name2, value2, `one of ${choices.join(", ")}`);
}
function isIntegers(value2) {
  return Array.isArray(value2) && value2.every((entry) => Number.isInteger(entry));
}

// src/compiler/ops/images.ts
function requireImage(op, input, type2) {
  requireFloat(op, input, type2);
  if (type2.shape.length !== 4) refuse(op, input, type2, "an image [batch, rows, columns, channels]");
  return imageShape(type2.shape);
}
function imageShape(shape) {
  return shape;
}
function sidesOf([, rows4, columns]) {
  return [rows4, columns];
}
function imageType(batch, [rows4, columns], channels) {
  return { dtype: "float32", shape: [batch, rows4, columns, channels] };
}

// src/compiler/ops/windows.ts
var windowAttributes = {
  strides: { type: "integers", doc: "steps of the window, [down, across]" },
  explicit_paddings: { type: "integers", doc: "cells around the image, [top, bottom, left, right]" }
};
function windowsOf(op, attributes, kernel2) {
  const sides = (name2) => sidesAttribute(op, attributes, name2);
  const paddings = integersOf(op, attributes, "explicit_paddings", { count: 4, each: "[top, bottom, left, right]" });
  return {
    kernel: kernel2,
    strides: sides("strides"),
    dilations: "dilations" in attributes ? sides("dilations") : [1, 1],
    paddings
  };
}
function sidesAttribute(op, attributes, name2) {
  return integersOf(op, attributes, name2, { count: 2, least: 1, each: "[down, across]" });
}
function countWindows(windows, image, refused) {
  const { kernel: kernel2, strides, dilations, paddings } = windows;
  const count = (axis) => convolvedSize(
    image[axis],
    kernel2[axis],
    strides[axis],
    dilations[axis],
    paddings[2 * axis],
    paddings[2 * axis + 1]
  );
  const counts = [count(0), count(1)];
  if (counts[0] < 1 || counts[1] < 1) {
    const least = [reach(kernel2[0], dilations[0]), reach(kernel2[1], dilations[1])];
    const [top, bottom, left, right] = paddings;
    refused(
      `large enough for a window of ${least.join("\xD7")} with paddings [${paddings.join(", ")}]: at least ${Math.max(least[0] - top - bottom, 1)} rows and ${Math.max(least[1] - left - right, 1)} columns`
    );
  }
  return counts;
}
function overlapsAlong(windows, axis, imageSide, count) {
  const [stride2, dilation, before] = [windows.strides[axis], windows.dilations[axis], windows.paddings[2 * axis]];
  return Array.from(
    { length: count },
    (_, window) => Array.from({ length: windows.kernel[axis] }, (_2, kernel2) => ({
      kernel: kernel2,
      image: window * stride2 - before + kernel2 * dilation
    })).filter(({ image }) => image >= 0 && image < imageSide)
  );
}

// src/compiler/ops/convolution.ts
var sliding = {
  ...windowAttributes,
  dilations: { type: "integers", doc: "steps between cells of the kernel, [down, across]" }
};
var slidingOf = ({ strides, explicit_paddings, dilations }) => ({
  strides,
  explicit_paddings,
  dilations
});
function requireFilter(op, input, type2) {
  requireFloat(op, input, type2);
  if (type2.shape.length !== 4) refuse(op, input, type2, "a kernel [rows, columns, channels in, channels out]");
  return type2.shape;
}
function convolved2(op, image, [rows4, columns, from, to], attributes, refuseImage, refuseFilter) {
  const [batch, , , channels] = image;
  if (from !== channels) refuseFilter(`for ${channels} channels in, as the image [${image.join(", ")}] has`);
  const counts = countWindows(windowsOf(op, attributes, [rows4, columns]), sidesOf(image), refuseImage);
  return imageType(batch, counts, to);
}
function visitProducts(op, image, filter2, result2, attributes, visit2) {
  const [batch, rows4, columns, from] = image;
  const [kernelRows, kernelColumns, , to] = filter2;
  const windows = windowsOf(op, attributes, [kernelRows, kernelColumns]);
  const down = overlapsAlong(windows, 0, rows4, result2[1]);
  const across = overlapsAlong(windows, 1, columns, result2[2]);
  let window = 0;
  for (let n = 0; n < batch; n++) {
    for (const vertical of down) {
      for (const horizontal of across) {
        for (const y of vertical) {
          for (const x5 of horizontal) {
            const pixel = ((n * rows4 + y.image) * columns + x5.image) * from;
            const weight = (y.kernel * kernelColumns + x5.kernel) * from * to;
            for (let i = 0; i < from; i++) {
              for (let o = 0; o < to; o++) visit2(pixel + i, weight + i * to + o, window + o);
            }
          }
        }
        window += to;
      }
    }
  }
}
var flopsOf = ([batch, rows4, columns, to], [kernelRows, kernelColumns, from]) => 2 * batch * rows4 * columns * kernelRows * kernelColumns * from * to;
var filterShape = (shape) => shape;
var conv2d = defineOp({
  name: "Conv2D",
  doc: "Convolution (in truth cross-correlation): out[n,y,x,o] = \u03A3 image[n, y\xB7s + i\xB7d \u2212 p, x\xB7s + j\xB7d \u2212 p, c] \xB7 filter[i,j,c,o].",
  inputs: ["input", "filter"],
  attributes: sliding,
  infer([input, filter2], attributes) {
    return convolved2(
      "Conv2D",
      requireImage("Conv2D", "input", input),
      requireFilter("Conv2D", "filter", filter2),
      attributes,
      (wanted) => refuse("Conv2D", "input", input, wanted),
      (wanted) => refuse("Conv2D", "filter", filter2, wanted)
    );
  },
  gradient(builder, { inputs, attributes }, gradient) {
    const [input, filter2] = inputs;
    const shared = slidingOf(attributes);
    return [
      builder.add("Conv2DBackpropInput", [filter2, gradient], { ...shared, input_sizes: builder.shape(input) }),
      builder.add("Conv2DBackpropFilter", [input, gradient], { ...shared, filter_sizes: builder.shape(filter2) })
    ];
  },
  flops: ([, filter2], _, output) => flopsOf(imageShape(output.shape), filterShape(filter2.shape)),
  evaluate([input, filter2], attributes, output) {
    const result2 = new Float64Array(sizeOf(output.shape));
    const shapes = [imageShape(input.shape), filterShape(filter2.shape), imageShape(output.shape)];
    visitProducts("Conv2D", ...shapes, attributes, (pixel, weight, at2) => {
      result2[at2] += input.data[pixel] * filter2.data[weight];
    });
    return result2;
  },
  samples: samplesOf((image, filter2) => [image, filter2])
});
var conv2dBackpropInput = defineOp({
  name: "Conv2DBackpropInput",
  doc: "The adjoint of Conv2D in its image: the transposed convolution.",
  inputs: ["filter", "out_backprop"],
  attributes: { ...sliding, input_sizes: { type: "integers", doc: "shape of the image" } },
  infer([filter2, gradient], attributes) {
    const op = "Conv2DBackpropInput";
    const sizes = integersOf(op, attributes, "input_sizes", {
      count: 4,
      least: 1,
      each: "[batch, rows, columns, channels]"
    });
    requireImage(op, "out_backprop", gradient);
    const result2 = convolved2(
      op,
      imageShape(sizes),
      requireFilter(op, "filter", filter2),
      attributes,
      (wanted) => refuseAttribute(op, "input_sizes", sizes, wanted),
      (wanted) => refuse(op, "filter", filter2, wanted)
    );
    requireShape(op, "out_backprop", gradient, result2.shape);
    return { dtype: "float32", shape: sizes };
  },
  gradient(builder, { inputs, attributes }, gradient) {
    const [filter2, result2] = inputs;
    const shared = slidingOf(attributes);
    return [
      builder.add("Conv2DBackpropFilter", [gradient, result2], { ...shared, filter_sizes: builder.shape(filter2) }),
      builder.add("Conv2D", [gradient, filter2], shared)
    ];
  },
  flops: ([filter2, gradient]) => flopsOf(imageShape(gradient.shape), filterShape(filter2.shape)),
  evaluate([filter2, gradient], attributes, output) {
    const image = new Float64Array(sizeOf(output.shape));
    const shapes = [imageShape(output.shape), filterShape(filter2.shape), imageShape(gradient.shape)];
    visitProducts("Conv2DBackpropInput", ...shapes, attributes, (pixel, weight, at2) => {
      image[pixel] += filter2.data[weight] * gradient.data[at2];
    });
    return image;
  },
  samples: samplesOf(
    (_, filter2, result2) => [filter2, result2],
    (image) => ({ input_sizes: image })
  )
});
var conv2dBackpropFilter = defineOp({
  name: "Conv2DBackpropFilter",
  doc: "The adjoint of Conv2D in its filter: the gradient of a kernel.",
  inputs: ["input", "out_backprop"],
  attributes: { ...sliding, filter_sizes: { type: "integers", doc: "shape of the filter" } },
  infer([input, gradient], attributes) {
    const op = "Conv2DBackpropFilter";
    const sizes = integersOf(op, attributes, "filter_sizes", {
      count: 4,
      least: 1,
      each: "[rows, columns, channels in, channels out]"
    });
    requireImage(op, "out_backprop", gradient);
    const result2 = convolved2(
      op,
      requireImage(op, "input", input),
      filterShape(sizes),
      attributes,
      (wanted) => refuse(op, "input", input, wanted),
      (wanted) => refuseAttribute(op, "filter_sizes", sizes, wanted)
    );
    requireShape(op, "out_backprop", gradient, result2.shape);
    return { dtype: "float32", shape: sizes };
  },
  gradient(builder, { inputs, attributes }, gradient) {
    const [input, result2] = inputs;
    const shared = slidingOf(attributes);
    return [
      builder.add("Conv2DBackpropInput", [gradient, result2], { ...shared, input_sizes: builder.shape(input) }),
      builder.add("Conv2D", [input, gradient], shared)
    ];
  },
  flops: ([, gradient], _, output) => flopsOf(imageShape(gradient.shape), filterShape(output.shape)),
  evaluate([input, gradient], attributes, output) {
    const filter2 = new Float64Array(sizeOf(output.shape));
    const shapes = [imageShape(input.shape), filterShape(output.shape), imageShape(gradient.shape)];
    visitProducts("Conv2DBackpropFilter", ...shapes, attributes, (pixel, weight, at2) => {
      filter2[weight] += input.data[pixel] * gradient.data[at2];
    });
    return filter2;
  },
  samples: samplesOf(
    (image, _, result2) => [image, result2],
    (_, filter2) => ({ filter_sizes: filter2 })
  )
});
var convolutionOps = [conv2d, conv2dBackpropInput, conv2dBackpropFilter];
function samplesOf(inputs, sizes = () => ({})) {
  const cases = [
    // SAME, stride 1
    [
      [2, 4, 4, 1],
      [3, 3, 1, 2],
      [2, 4, 4, 2],
      [1, 1],
      [1, 1, 1, 1],
      [1, 1]
    ],
    // SAME, stride 2 on an even image: asymmetric
    [
      [1, 6, 6, 1],
      [5, 5, 1, 1],
      [1, 3, 3, 1],
      [2, 2],
      [1, 2, 1, 2],
      [1, 1]
    ],
    // stride 2 on an odd image, which leaves the last row and column out
    [
      [1, 4, 6, 3],
      [3, 3, 3, 2],
      [1, 1, 2, 2],
      [2, 2],
      [0, 0, 0, 0],
      [1, 1]
    ],
    // strides, kernel and paddings that differ down and across
    [
      [1, 5, 4, 2],
      [2, 3, 2, 1],
      [1, 3, 4, 1],
      [2, 1],
      [0, 1, 1, 1],
      [1, 1]
    ],
    // dilation 2
    [
      [1, 5, 6, 1],
      [3, 2, 1, 2],
      [1, 3, 4, 2],
      [1, 1],
      [1, 1, 0, 0],
      [2, 2]
    ],
    // 1×1
    [
      [2, 3, 2, 3],
      [1, 1, 3, 1],
      [2, 3, 2, 1],
      [1, 1],
      [0, 0, 0, 0],
      [1, 1]
    ],
    // the kernel is the image
    [
      [2, 3, 4, 1],
      [3, 4, 1, 3],
      [2, 1, 1, 3],
      [1, 1],
      [0, 0, 0, 0],
      [1, 1]
    ],
    // 4×4, stride 2, padding 1: a DCGAN's layer
    [
      [1, 4, 4, 2],
      [4, 4, 2, 1],
      [1, 2, 2, 1],
      [2, 2],
      [1, 1, 1, 1],
      [1, 1]
    ]
  ];
  return cases.map(([image, filter2, result2, strides, explicit_paddings, dilations]) => ({
    inputs: inputs(image, filter2, result2).map((shape) => ({ shape })),
    attributes: { strides, explicit_paddings, dilations, ...sizes(image, filter2) }
  }));
}

// src/compiler/ops/elementwise-binary.ts
var base = { range: [0.4, 2] };
var binary2 = [
  { name: "AddV2", doc: "x + y.", of: (x5, y) => x5 + y, integers: true, rule: (_b, _operands, g) => [g, g] },
  { name: "Sub", doc: "x \u2212 y.", of: (x5, y) => x5 - y, integers: true, rule: (b2, _operands, g) => [g, scale2(b2, g, -1)] },
  {
    name: "Mul",
    doc: "x \xB7 y.",
    of: (x5, y) => x5 * y,
    integers: true,
    rule: (b2, { x: x5, y }, g) => [times(b2, g, y), times(b2, g, x5)]
  },
  {
    name: "RealDiv",
    doc: "x / y.",
    of: (x5, y) => x5 / y,
    y: { range: [0.4, 2] },
    rule: (b2, { y, z }, g) => {
      const gradient = b2.add("RealDiv", [g, y]);
      return [gradient, scale2(b2, times(b2, gradient, z), -1)];
    }
  },
  {
    name: "DivNoNan",
    doc: "x / y, but 0 where y is 0.",
    of: (x5, y) => y === 0 ? 0 : x5 / y,
    y: { range: [0.4, 2] },
    rule: (b2, { y, z }, g) => {
      const gradient = b2.add("DivNoNan", [g, y]);
      return [gradient, scale2(b2, times(b2, gradient, z), -1)];
    }
  },
  {
    name: "FloorMod",
    doc: "x \u2212 y \xB7 \u230Ax / y\u230B: the remainder that has the sign of y.",
    of: (x5, y) => x5 - y * Math.floor(x5 / y),
    integers: true,
    // x stays away from the multiples of y, where the remainder jumps
    samples: [
      {
        inputs: [
          { shape: [2, 2], values: [1.3, -0.6, 2.2, -1.7] },
          { shape: [2, 2], values: [1, 0.7, -0.9, 2] }
        ]
      },
      {
        inputs: [
          { shape: [2, 2], values: [1.3, -0.6, 2.2, -1.7] },
          { shape: [], values: [1] }
        ]
      },
      {
        inputs: [
          { shape: [5], dtype: "int32" },
          { shape: [5], dtype: "int32", range: [1, 4] }
        ]
      }
    ],
    rule: (b2, { x: x5, y }, g) => [g, times(b2, scale2(b2, g, -1), b2.add("Floor", [b2.add("RealDiv", [x5, y])]))]
  },
  {
    name: "Pow",
    doc: "x to the power y. There is no gradient with respect to an exponent that is a constant.",
    of: (x5, y) => x5 ** y,
    samples: [
      { inputs: [{ shape: [2, 3], ...base }, { shape: [2, 3] }] },
      { inputs: [{ shape: [2, 3], ...base }, { shape: [] }] },
      { inputs: [{ shape: [3], ...base }, { shape: [2, 1] }] }
    ],
    rule: (b2, { x: x5, y, z }, g) => {
      const forX = times(b2, g, slopeOfPower(b2, x5, y));
      if (b2.node(y).op === "Const") return [forX, null];
      const positive2 = b2.add("SelectV2", [b2.add("Greater", [x5, b2.constant(0)]), x5, b2.constant(1)]);
      return [forX, times(b2, g, b2.add("Mul", [z, b2.add("Log", [positive2])]))];
    }
  },
  {
    name: "Maximum",
    doc: "The larger; the gradient of equals goes to x.",
    of: Math.max,
    integers: true,
    rule: choose("GreaterEqual")
  },
  {
    name: "Minimum",
    doc: "The smaller; the gradient of equals goes to x.",
    of: Math.min,
    integers: true,
    rule: choose("LessEqual")
  },
  {
    name: "SquaredDifference",
    doc: "(x \u2212 y)\xB2.",
    of: (x5, y) => (x5 - y) ** 2,
    flops: 2,
    integers: true,
    rule: (b2, { x: x5, y }, g) => {
      const gradient = times(b2, scale2(b2, g, 2), b2.add("Sub", [x5, y]));
      return [gradient, scale2(b2, gradient, -1)];
    }
  }
];
function slopeOfPower(b2, x5, y) {
  const p = uniformValue(b2, y);
  if (p === null) return b2.add("Mul", [y, b2.add("Pow", [x5, b2.add("Sub", [y, b2.constant(1)])])]);
  if (p === 0 || p === 1) return b2.constant(p);
  if (p === 2) return scale2(b2, x5, 2);
  if (p === 3) return scale2(b2, b2.add("Square", [x5]), 3);
  if (p === 0.5) return scale2(b2, b2.add("Rsqrt", [x5]), 0.5);
  if (p === -1) return scale2(b2, b2.add("Reciprocal", [b2.add("Square", [x5])]), -1);
  return scale2(b2, b2.add("Pow", [x5, b2.constant(p - 1)]), p);
}
function choose(xIsChosen) {
  return (b2, { x: x5, y }, g) => {
    const condition = b2.add(xIsChosen, [x5, y]);
    const none = b2.constant(0);
    return [b2.add("SelectV2", [condition, g, none]), b2.add("SelectV2", [condition, none, g])];
  };
}
var patterns = [
  [
    [2, 3],
    [2, 3]
  ],
  [[2, 3], [3]],
  [[3], [2, 3]],
  [[2, 3], []],
  [[], [2, 3]],
  [
    [2, 1],
    [1, 3]
  ],
  [
    [2, 1, 3],
    [4, 1]
  ],
  [[1, 1], [2]]
];
function defineBinary({ name: name2, doc, of, rule, integers: integers3 = false, flops = 1, y, samples }) {
  return defineOp({
    name: name2,
    doc,
    inputs: ["x", "y"],
    attributes: {},
    infer: ([x5, y2]) => {
      (integers3 ? requireNumber : requireFloat)(name2, "x", x5);
      (integers3 ? requireNumber : requireFloat)(name2, "y", y2);
      if (x5.dtype !== y2.dtype) {
        throw new OpError(
          `${name2}: input \`x\` is ${x5.dtype} and \`y\` is ${y2.dtype}, but both must be the same: cast one`
        );
      }
      return { dtype: x5.dtype, shape: requireBroadcast(name2, ["x", "y"], x5, y2) };
    },
    gradient: (builder, { id: z, inputs }, gradient) => {
      const [x5, y2] = [inputs[0], inputs[1]];
      const [forX, forY] = rule(builder, { x: x5, y: y2, z }, gradient);
      return [
        forX === null ? null : sumTo(builder, forX, builder.shape(x5)),
        forY === null ? null : sumTo(builder, forY, builder.shape(y2))
      ];
    },
    flops: (_inputs, _attributes, output) => flops * sizeOf(output.shape),
    evaluate: ([x5, y2], _attributes, output) => {
      const right = stretched(y2, output.shape);
      return stretched(x5, output.shape).map((left, i) => of(left, right[i]));
    },
    samples: samples ?? [
      ...patterns.map(([a2, b2]) => ({ inputs: [{ shape: a2 }, { shape: b2, ...y }] })),
      ...integers3 ? [
        {
          inputs: [
            { shape: [2, 3], dtype: "int32" },
            { shape: [3], dtype: "int32" }
          ]
        }
      ] : []
    ]
  });
}
var elementwiseBinaryOps = binary2.map(defineBinary);

// src/compiler/ops/elementwise-unary.ts
var positive = { range: [0.3, 3] };
var awayFromZero = { avoid: [0] };
var unary2 = [
  { name: "Neg", doc: "\u2212x.", of: (x5) => -x5, integers: true, rule: (b2, _x, _y, g) => scale2(b2, g, -1) },
  { name: "Exp", doc: "e\u02E3.", of: Math.exp, rule: (b2, _x, y, g) => times(b2, g, y) },
  { name: "Log", doc: "ln x.", of: Math.log, sample: positive, rule: (b2, x5, _y, g) => b2.add("RealDiv", [g, x5]) },
  {
    name: "Log1p",
    doc: "ln(1 + x), exact near 0.",
    of: Math.log1p,
    sample: { range: [-0.6, 2] },
    rule: (b2, x5, _y, g) => b2.add("RealDiv", [g, b2.add("AddV2", [x5, b2.constant(1)])])
  },
  {
    name: "Expm1",
    doc: "e\u02E3 \u2212 1, exact near 0.",
    of: Math.expm1,
    rule: (b2, _x, y, g) => times(b2, g, b2.add("AddV2", [y, b2.constant(1)]))
  },
  {
    name: "Sqrt",
    doc: "\u221Ax; the gradient at 0 is infinite.",
    of: Math.sqrt,
    sample: positive,
    rule: (b2, _x, y, g) => b2.add("RealDiv", [scale2(b2, g, 0.5), y])
  },
  {
    name: "Rsqrt",
    doc: "1 / \u221Ax.",
    of: (x5) => 1 / Math.sqrt(x5),
    sample: positive,
    // −½ x^(−3/2) = −½ y³
    rule: (b2, _x, y, g) => times(b2, scale2(b2, g, -0.5), times(b2, y, b2.add("Square", [y])))
  },
  {
    name: "Square",
    doc: "x\xB2.",
    of: (x5) => x5 * x5,
    integers: true,
    rule: (b2, x5, _y, g) => times(b2, scale2(b2, g, 2), x5)
  },
  {
    name: "Reciprocal",
    doc: "1 / x.",
    of: (x5) => 1 / x5,
    sample: positive,
    rule: (b2, _x, y, g) => b2.add("Neg", [times(b2, g, b2.add("Square", [y]))])
  },
  {
    name: "Abs",
    doc: "|x|, with gradient 0 at 0.",
    of: Math.abs,
    integers: true,
    sample: awayFromZero,
    rule: (b2, x5, _y, g) => times(b2, g, b2.add("Sign", [x5]))
  },
  { name: "Sign", doc: "\u22121, 0 or 1.", of: Math.sign, integers: true, sample: awayFromZero, rule: "zero" },
  { name: "Floor", doc: "The next integer below.", of: Math.floor, sample: { avoid: [-2, -1, 0, 1, 2] }, rule: "zero" },
  { name: "Sin", doc: "sin x.", of: Math.sin, rule: (b2, x5, _y, g) => times(b2, g, b2.add("Cos", [x5])) },
  { name: "Cos", doc: "cos x.", of: Math.cos, rule: (b2, x5, _y, g) => times(b2, scale2(b2, g, -1), b2.add("Sin", [x5])) },
  {
    name: "Erf",
    doc: "The error function, 2/\u221A\u03C0 \u222B\u2080\u02E3 e^(\u2212t\xB2) dt.",
    of: erf,
    rule: (b2, x5, _y, g) => {
      const bell = b2.add("Exp", [b2.add("Neg", [b2.add("Square", [x5])])]);
      return times(b2, scale2(b2, g, 2 / Math.sqrt(Math.PI)), bell);
    }
  },
  { name: "StopGradient", doc: "x; no gradient passes.", of: (x5) => x5, integers: true, flops: 0, rule: "zero" }
];
function defineUnary({ name: name2, doc, of, rule, integers: integers3 = false, flops = 1, sample }) {
  const gradient = rule === "zero" ? rule : (builder, node2, gradient2) => [rule(builder, node2.inputs[0], node2.id, gradient2)];
  return defineOp({
    name: name2,
    doc,
    inputs: ["x"],
    attributes: {},
    infer: (inputs) => {
      const x5 = inputs[0];
      return integers3 ? requireNumber(name2, "x", x5) : requireFloat(name2, "x", x5);
    },
    gradient,
    flops: (_inputs, _attributes, output) => flops * sizeOf(output.shape),
    evaluate: ([x5]) => x5.data.map(of),
    samples: [
      { inputs: [{ shape: [2, 3], ...sample }] },
      { inputs: [{ shape: [], ...sample }] },
      ...integers3 ? [{ inputs: [{ shape: [2, 3], dtype: "int32" }] }] : []
    ]
  });
}
var conversions = {
  float32: (x5) => x5,
  int32: Math.trunc,
  bool: (x5) => x5 === 0 ? 0 : 1
};
var elementwiseUnaryOps = [
  ...unary2.map(defineUnary),
  defineOp({
    name: "Cast",
    doc: "x as another element type: to int32 towards zero, to bool by \u201Cis not 0\u201D. A gradient passes from float32 to float32 only.",
    inputs: ["x"],
    attributes: {
      dtype: {
        type: "string",
        choices: ["float32", "int32", "bool"],
        doc: "the element type to convert to (TensorFlow: DstT)"
      }
    },
    infer: ([x5], attributes) => ({ dtype: attributes["dtype"], shape: x5.shape }),
    gradient: (builder, node2, gradient) => [builder.type(node2.inputs[0]).dtype === "float32" ? gradient : null],
    flops: () => 0,
    evaluate: ([x5], _attributes, output) => x5.data.map(conversions[output.dtype]),
    samples: ["float32", "int32", "bool"].flatMap(
      (from) => ["float32", "int32", "bool"].map((to) => ({
        inputs: [{ shape: [2, 3], dtype: from }],
        attributes: { dtype: to }
      }))
    )
  }),
  defineOp({
    name: "LogicalNot",
    doc: "Not x.",
    inputs: ["x"],
    attributes: {},
    infer: ([x5]) => requireDType("LogicalNot", "x", x5, "bool"),
    gradient: "zero",
    flops: () => 0,
    evaluate: ([x5]) => x5.data.map((value2) => 1 - value2),
    samples: [{ inputs: [{ shape: [2, 3], dtype: "bool" }] }]
  })
];

// src/compiler/ops/indexing.ts
function requireRows(op, input, rows4, count) {
  const at2 = rows4.data.findIndex((row) => row < 0 || row >= count);
  if (at2 === -1) return rows4.data;
  throw new OpError(`${op}: input \`${input}\` is ${rows4.data[at2]} at place ${at2}, but must be in 0 \u2026 ${count - 1}`);
}
var indices = (shape, values2) => ({ shape, dtype: "int32", values: values2 });
var indexingOps = [
  defineOp({
    name: "GatherV2",
    doc: "The rows of `params` that the indices name, in their shape.",
    inputs: ["params", "indices"],
    attributes: { axis: { type: "integer", doc: "the axis of the rows: 0" } },
    infer([params, rows4], attributes) {
      if (attributes["axis"] !== 0) refuseAttribute("GatherV2", "axis", attributes["axis"], "0: transpose first");
      if (params.shape.length === 0) refuse("GatherV2", "params", params, "of rank 1 or more");
      requireDType("GatherV2", "indices", rows4, "int32");
      return { dtype: params.dtype, shape: [...rows4.shape, ...params.shape.slice(1)] };
    },
    gradient: (builder, { inputs }, gradient) => {
      const [params, rows4] = inputs;
      return [builder.add("UnsortedSegmentSum", [gradient, rows4], { num_segments: builder.shape(params)[0] }), null];
    },
    flops: () => 0,
    evaluate([params, rows4], _, output) {
      const length = sizeOf(params.shape.slice(1));
      const result2 = new Float64Array(sizeOf(output.shape));
      requireRows("GatherV2", "indices", rows4, params.shape[0]).forEach((row, i) => {
        for (let j = 0; j < length; j++) result2[i * length + j] = params.data[row * length + j];
      });
      return result2;
    },
    samples: [
      { inputs: [{ shape: [4, 3] }, indices([3], [2, 0, 2])], attributes: { axis: 0 } },
      { inputs: [{ shape: [3] }, indices([2, 2], [0, 2, 1, 1])], attributes: { axis: 0 } },
      { inputs: [{ shape: [2, 2, 2] }, indices([], [1])], attributes: { axis: 0 } }
    ]
  }),
  defineOp({
    name: "UnsortedSegmentSum",
    doc: "The adjoint of GatherV2: row s of the result is the sum of the rows of `data` whose id is s.",
    inputs: ["data", "segment_ids"],
    attributes: { num_segments: { type: "integer", doc: "rows of the result" } },
    infer([data2, ids], attributes) {
      const op = "UnsortedSegmentSum";
      requireFloat(op, "data", data2);
      requireDType(op, "segment_ids", ids, "int32");
      const rank = ids.shape.length;
      if (ids.shape.some((side, axis) => side !== data2.shape[axis])) {
        refuse(op, "segment_ids", ids, `of a shape that begins that of \`data\`, ${formatType(data2)}`);
      }
      const shape = [integerOf(op, attributes, "num_segments", 1), ...data2.shape.slice(rank)];
      return { dtype: "float32", shape };
    },
    gradient: (builder, { inputs }, gradient) => [builder.add("GatherV2", [gradient, inputs[1]], { axis: 0 }), null],
    flops: ([data2]) => sizeOf(data2.shape),
    evaluate([data2, ids], _, output) {
      const length = sizeOf(output.shape.slice(1));
      const result2 = new Float64Array(sizeOf(output.shape));
      requireRows("UnsortedSegmentSum", "segment_ids", ids, output.shape[0]).forEach((row, i) => {
        for (let j = 0; j < length; j++) result2[row * length + j] += data2.data[i * length + j];
      });
      return result2;
    },
    samples: [
      { inputs: [{ shape: [3, 2] }, indices([3], [1, 3, 1])], attributes: { num_segments: 4 } },
      { inputs: [{ shape: [2, 2, 2] }, indices([2, 2], [0, 1, 1, 1])], attributes: { num_segments: 2 } },
      { inputs: [{ shape: [2] }, indices([], [2])], attributes: { num_segments: 3 } }
    ]
  }),
  defineOp({
    name: "OneHot",
    doc: "A last axis of `depth` cells, 1 at the index and 0 elsewhere; all 0 where the index is outside 0 \u2026 depth \u2212 1.",
    inputs: ["indices"],
    attributes: { depth: { type: "integer", doc: "cells of the new axis" } },
    infer([rows4], attributes) {
      requireDType("OneHot", "indices", rows4, "int32");
      return { dtype: "float32", shape: [...rows4.shape, integerOf("OneHot", attributes, "depth", 1)] };
    },
    gradient: "zero",
    flops: () => 0,
    evaluate([rows4], _, output) {
      const depth = output.shape.at(-1);
      return Float64Array.from(
        { length: sizeOf(output.shape) },
        (_2, i) => rows4.data[Math.floor(i / depth)] === i % depth ? 1 : 0
      );
    },
    samples: [
      { inputs: [indices([3], [2, 0, 3])], attributes: { depth: 4 } },
      { inputs: [indices([2, 2], [1, 0, 2, 1])], attributes: { depth: 3 } },
      { inputs: [indices([2], [-1, 5])], attributes: { depth: 2 } }
    ]
  })
];

// src/compiler/ops/linear.ts
function matrixOf(shape, transposed3) {
  const [rows4, columns] = shape.slice(-2);
  return transposed3 ? [columns, rows4] : [rows4, columns];
}
function defineProduct(row) {
  const { name: name2, flags } = row;
  const [nameA, nameB] = row.inputs;
  const transposes = (attributes) => [Boolean(attributes[flags[0]]), Boolean(attributes[flags[1]])];
  const flag = (input) => ({ type: "boolean", doc: `whether \`${input}\` is taken transposed` });
  const gradient = (builder, { inputs, attributes }, g) => {
    const [a2, b2] = [inputs[0], inputs[1]];
    const [ta, tb] = transposes(attributes);
    const product2 = (x5, y, tx, ty) => builder.add(name2, [x5, y], { [flags[0]]: tx, [flags[1]]: ty });
    return [
      ta ? product2(b2, g, tb, true) : product2(g, b2, false, !tb),
      tb ? product2(g, a2, true, ta) : product2(a2, g, !ta, false)
    ];
  };
  return defineOp({
    name: name2,
    doc: row.doc,
    inputs: row.inputs,
    attributes: { [flags[0]]: flag(nameA), [flags[1]]: flag(nameB) },
    infer: ([a2, b2], attributes) => {
      row.requireRank(name2, nameA, requireFloat(name2, nameA, a2));
      row.requireRank(name2, nameB, requireFloat(name2, nameB, b2));
      const leading = a2.shape.slice(0, -2);
      if (!sameShape(leading, b2.shape.slice(0, -2))) {
        const wanted = `[${[...leading, "\u2026", "\u2026"].join(", ")}], as many matrices as \`${nameA}\`, ${formatType(a2)}`;
        refuse(name2, nameB, b2, wanted);
      }
      const [ta, tb] = transposes(attributes);
      const [rows4, inner] = matrixOf(a2.shape, ta);
      const [innerB, columns] = matrixOf(b2.shape, tb);
      if (inner !== innerB) {
        const side = (of, transposed3) => transposed3 ? `\`${of}\` transposed` : `\`${of}\``;
        throw new OpError(
          `${name2}: ${side(nameA, ta)} has ${inner} columns, but ${side(nameB, tb)} has ${innerB} rows (\`${nameA}\` is ${formatType(a2)}, \`${nameB}\` is ${formatType(b2)}): they must be equal`
        );
      }
      return { dtype: "float32", shape: [...leading, rows4, columns] };
    },
    gradient,
    flops: ([a2], attributes, output) => 2 * sizeOf(output.shape) * matrixOf(a2.shape, transposes(attributes)[0])[1],
    evaluate: ([a2, b2], attributes, output) => multiply(a2, b2, transposes(attributes), output),
    samples: row.batches.flatMap(
      (batch) => [false, true].flatMap(
        (ta) => [false, true].map((tb) => ({
          inputs: [{ shape: [...batch, ...ta ? [3, 2] : [2, 3]] }, { shape: [...batch, ...tb ? [4, 3] : [3, 4]] }],
          attributes: { [flags[0]]: ta, [flags[1]]: tb }
        }))
      )
    )
  });
}
function multiply(a2, b2, [ta, tb], output) {
  const [rows4, inner] = matrixOf(a2.shape, ta);
  const [, columns] = matrixOf(b2.shape, tb);
  const result2 = new Float64Array(sizeOf(output.shape));
  const matrices = sizeOf(output.shape.slice(0, -2));
  for (let m = 0; m < matrices; m++) {
    for (let i = 0; i < rows4; i++) {
      for (let j = 0; j < columns; j++) {
        let sum = 0;
        for (let k = 0; k < inner; k++) {
          const left = m * rows4 * inner + (ta ? k * rows4 + i : i * inner + k);
          const right = m * inner * columns + (tb ? j * inner + k : k * columns + j);
          sum += a2.data[left] * b2.data[right];
        }
        result2[m * rows4 * columns + i * columns + j] = sum;
      }
    }
  }
  return result2;
}
var linearOps = [
  defineProduct({
    name: "MatMul",
    doc: "The product of two matrices.",
    inputs: ["a", "b"],
    flags: ["transpose_a", "transpose_b"],
    requireRank: (op, input, type2) => requireRank(op, input, type2, 2),
    batches: [[]]
  }),
  defineProduct({
    name: "BatchMatMulV2",
    doc: "The products of as many pairs of matrices as the leading axes hold.",
    inputs: ["x", "y"],
    flags: ["adj_x", "adj_y"],
    requireRank: (op, input, type2) => type2.shape.length >= 3 || refuse(op, input, type2, "of rank 3 or more; MatMul takes rank 2"),
    batches: [[2], [2, 2]]
  })
];

// src/compiler/ops/reindexing.ts
var OUTSIDE = -1;
function stridesOf(shape) {
  return shape.map((_, axis) => sizeOf(shape.slice(axis + 1)));
}
function sameAxes(source, result2, coordinate) {
  const strides = stridesOf(source);
  return result2.map(
    (side, axis) => Array.from({ length: side }, (_, i) => {
      const at2 = coordinate(axis, i);
      return at2 < 0 || at2 >= source[axis] ? OUTSIDE : at2 * strides[axis];
    })
  );
}
function reads(offsetsOf) {
  return ([source], attributes, output) => {
    const places = placesOf(offsetsOf(source.shape, output.shape, attributes));
    return Float64Array.from(places, (place) => place === OUTSIDE ? 0 : source.data[place]);
  };
}
function addsBack(offsetsOf) {
  return ([gradient], attributes, output) => {
    const result2 = new Float64Array(sizeOf(output.shape));
    placesOf(offsetsOf(output.shape, gradient.shape, attributes)).forEach((place, i) => {
      if (place !== OUTSIDE) result2[place] += gradient.data[i];
    });
    return result2;
  };
}
function placesOf(offsets) {
  let places = Int32Array.of(0);
  for (const along of offsets) {
    const finer = new Int32Array(places.length * along.length);
    let at2 = 0;
    for (const start of places) {
      for (const offset of along) finer[at2++] = start === OUTSIDE || offset === OUTSIDE ? OUTSIDE : start + offset;
    }
    places = finer;
  }
  return places;
}

// src/compiler/ops/padding.ts
var paddingsIn = (attributes) => attributes["paddings"];
var padded = (source, result2, attributes) => sameAxes(source, result2, (axis, i) => i - paddingsIn(attributes)[axis][0]);
var modes = ["REFLECT", "SYMMETRIC"];
var mirrorAttributes = {
  paddings: { type: "paddings", doc: "cells to add, [before, after] for each axis" },
  mode: {
    type: "string",
    choices: modes,
    doc: "REFLECT leaves the border cell out of the mirror image, SYMMETRIC repeats it"
  }
};
var mirrored = (source, result2, attributes) => {
  const border = attributes["mode"] === "REFLECT" ? 1 : 0;
  return sameAxes(source, result2, (axis, i) => {
    const side = source[axis];
    const at2 = i - paddingsIn(attributes)[axis][0];
    if (at2 < 0) return border - 1 - at2;
    return at2 < side ? at2 : 2 * side - 1 - border - at2;
  });
};
function mirroredShape(op, attributes, source) {
  const paddings = paddingsOf(op, attributes, source.shape.length);
  const mode = choiceOf2(op, attributes, "mode", modes);
  return source.shape.map((side, axis) => {
    const most2 = mode === "REFLECT" ? side - 1 : side;
    const [before, after] = paddings[axis];
    if (Math.max(before, after) > most2) {
      const room = `at most ${most2} on axis ${axis} of ${formatType(source)}`;
      refuseAttribute(op, "paddings", paddings, `${room}, as the mode is ${mode}`);
    }
    return before + side + after;
  });
}
var mirrorCases = [
  { shape: [4], padded: [9], attributes: { paddings: [[3, 2]], mode: "REFLECT" } },
  { shape: [3], padded: [8], attributes: { paddings: [[2, 3]], mode: "SYMMETRIC" } },
  {
    shape: [1, 3, 2, 2],
    padded: [1, 6, 3, 2],
    attributes: {
      paddings: [
        [0, 0],
        [1, 2],
        [1, 0],
        [0, 0]
      ],
      mode: "REFLECT"
    }
  },
  {
    shape: [2, 2, 1],
    padded: [2, 5, 3],
    attributes: {
      paddings: [
        [0, 0],
        [1, 2],
        [1, 1]
      ],
      mode: "SYMMETRIC"
    }
  }
];
var paddingOps = [
  defineOp({
    name: "Pad",
    doc: "Zeros around the input.",
    inputs: ["input"],
    attributes: { paddings: { type: "paddings", doc: "cells to add, [before, after] for each axis" } },
    infer([input], attributes) {
      const paddings = paddingsOf("Pad", attributes, input.shape.length);
      return {
        dtype: input.dtype,
        shape: input.shape.map((side, axis) => paddings[axis][0] + side + paddings[axis][1])
      };
    },
    gradient: (builder, { inputs, attributes }, gradient) => [
      builder.add("Slice", [gradient], {
        begin: paddingsIn(attributes).map(([before]) => before),
        size: builder.shape(inputs[0])
      })
    ],
    flops: () => 0,
    evaluate: reads(padded),
    samples: [
      { inputs: [{ shape: [3] }], attributes: { paddings: [[2, 1]] } },
      {
        inputs: [{ shape: [1, 2, 3, 2] }],
        attributes: {
          paddings: [
            [0, 0],
            [1, 2],
            [0, 1],
            [0, 0]
          ]
        }
      },
      {
        inputs: [{ shape: [2, 2] }],
        attributes: {
          paddings: [
            [0, 0],
            [0, 0]
          ]
        }
      }
    ]
  }),
  defineOp({
    name: "MirrorPad",
    doc: "Mirror images around the input.",
    inputs: ["input"],
    attributes: mirrorAttributes,
    infer([input], attributes) {
      requireFloat("MirrorPad", "input", input);
      return { dtype: "float32", shape: mirroredShape("MirrorPad", attributes, input) };
    },
    gradient: (builder, { attributes }, gradient) => [builder.add("MirrorPadGrad", [gradient], attributes)],
    flops: () => 0,
    evaluate: reads(mirrored),
    samples: mirrorCases.map(({ shape, attributes }) => ({ inputs: [{ shape }], attributes }))
  }),
  defineOp({
    name: "MirrorPadGrad",
    doc: "The adjoint of MirrorPad: folds the mirror images back and adds them up.",
    inputs: ["input"],
    attributes: mirrorAttributes,
    infer([input], attributes) {
      const op = "MirrorPadGrad";
      requireFloat(op, "input", input);
      const paddings = paddingsOf(op, attributes, input.shape.length);
      const shape = input.shape.map((side, axis) => side - paddings[axis][0] - paddings[axis][1]);
      if (shape.some((side) => side < 1)) {
        refuse(op, "input", input, `larger than its paddings, ${JSON.stringify(paddings)}`);
      }
      const source = { dtype: "float32", shape };
      mirroredShape(op, attributes, source);
      return source;
    },
    gradient: (builder, { attributes }, gradient) => [builder.add("MirrorPad", [gradient], attributes)],
    flops: ([input]) => sizeOf(input.shape),
    evaluate: addsBack(mirrored),
    samples: mirrorCases.map(({ padded: padded2, attributes }) => ({ inputs: [{ shape: padded2 }], attributes }))
  })
];

// src/compiler/ops/pooling.ts
var poolAttributes = {
  ksize: { type: "integers", doc: "the window, [rows, columns]" },
  ...windowAttributes
};
var poolingOf = ({ ksize, strides, explicit_paddings }) => ({
  ksize,
  strides,
  explicit_paddings
});
function pooled(op, image, attributes, refused) {
  const windows = windowsOf(op, attributes, sidesAttribute(op, attributes, "ksize"));
  const { kernel: kernel2, paddings } = windows;
  if (paddings.some((cells, i) => cells >= kernel2[i < 2 ? 0 : 1])) {
    refuseAttribute(
      op,
      "explicit_paddings",
      paddings,
      `smaller than the window, ${kernel2.join("\xD7")}: [top, bottom, left, right]`
    );
  }
  return imageType(image[0], countWindows(windows, sidesOf(image), refused), image[3]);
}
function visitWindows(op, image, result2, attributes, visit2) {
  const [batch, rows4, columns, channels] = image;
  const windows = windowsOf(op, attributes, sidesAttribute(op, attributes, "ksize"));
  const down = overlapsAlong(windows, 0, rows4, result2[1]);
  const across = overlapsAlong(windows, 1, columns, result2[2]);
  let at2 = 0;
  for (let n = 0; n < batch; n++) {
    for (const vertical of down) {
      for (const horizontal of across) {
        for (let c = 0; c < channels; c++) {
          const cells = vertical.flatMap(
            (y) => horizontal.map((x5) => ((n * rows4 + y.image) * columns + x5.image) * channels + c)
          );
          visit2(at2++, cells);
        }
      }
    }
  }
}
var firstMaximum = (cells, image) => cells.reduce((best, cell) => image[cell] > image[best] ? cell : best);
var maxInputs = ["orig_input", "orig_output", "grad"];
function requireMaxPool(op, inputs, attributes) {
  const [input, output] = inputs;
  const image = requireImage(op, "orig_input", input);
  const result2 = pooled(op, image, attributes, (wanted) => refuse(op, "orig_input", input, wanted));
  requireFloat(op, "orig_output", output);
  requireShape(op, "orig_output", output, result2.shape);
  return [input, result2];
}
var maxPool = defineOp({
  name: "MaxPool",
  doc: "The largest cell of each window.",
  inputs: ["input"],
  attributes: poolAttributes,
  infer: ([input], attributes) => pooled(
    "MaxPool",
    requireImage("MaxPool", "input", input),
    attributes,
    (wanted) => refuse("MaxPool", "input", input, wanted)
  ),
  gradient: (builder, node2, gradient) => [
    builder.add("MaxPoolGrad", [node2.inputs[0], node2.id, gradient], node2.attributes)
  ],
  flops: (_, attributes, output) => sizeOf(output.shape) * sizeOf(attributes["ksize"]),
  evaluate([input], attributes, output) {
    const result2 = new Float64Array(sizeOf(output.shape));
    visitWindows("MaxPool", imageShape(input.shape), imageShape(output.shape), attributes, (at2, cells) => {
      result2[at2] = input.data[firstMaximum(cells, input.data)];
    });
    return result2;
  },
  samples: samplesOf2((image) => [distinct(image)])
});
var maxPoolGrad = defineOp({
  name: "MaxPoolGrad",
  doc: "The adjoint of MaxPool: the gradient goes to the maximum of each window, the first in row-major order among equals.",
  inputs: maxInputs,
  attributes: poolAttributes,
  infer(inputs, attributes) {
    const [input, result2] = requireMaxPool("MaxPoolGrad", inputs, attributes);
    requireFloat("MaxPoolGrad", "grad", inputs[2]);
    requireShape("MaxPoolGrad", "grad", inputs[2], result2.shape);
    return input;
  },
  gradient: gradOnly("MaxPoolGradGrad"),
  flops: ([, output], attributes) => sizeOf(output.shape) * sizeOf(attributes["ksize"]),
  evaluate([input, output, gradient], attributes) {
    const result2 = new Float64Array(input.data.length);
    visitWindows("MaxPoolGrad", imageShape(input.shape), imageShape(output.shape), attributes, (at2, cells) => {
      result2[firstMaximum(cells, input.data)] += gradient.data[at2];
    });
    return result2;
  },
  samples: samplesOf2((image, result2) => [distinct(image), { shape: result2 }, { shape: result2 }])
});
var maxPoolGradGrad = defineOp({
  name: "MaxPoolGradGrad",
  doc: "Reads `grad` where `orig_input` has the maximum of each window: the adjoint of MaxPoolGrad.",
  inputs: maxInputs,
  attributes: poolAttributes,
  infer(inputs, attributes) {
    const [input, result2] = requireMaxPool("MaxPoolGradGrad", inputs, attributes);
    requireFloat("MaxPoolGradGrad", "grad", inputs[2]);
    requireShape("MaxPoolGradGrad", "grad", inputs[2], input.shape);
    return result2;
  },
  gradient: gradOnly("MaxPoolGrad"),
  flops: ([, output], attributes) => sizeOf(output.shape) * sizeOf(attributes["ksize"]),
  evaluate([input, , gradient], attributes, output) {
    const result2 = new Float64Array(sizeOf(output.shape));
    visitWindows("MaxPoolGradGrad", imageShape(input.shape), imageShape(output.shape), attributes, (at2, cells) => {
      result2[at2] = gradient.data[firstMaximum(cells, input.data)];
    });
    return result2;
  },
  samples: samplesOf2((image, result2) => [distinct(image), { shape: result2 }, { shape: image }])
});
var avgPool = defineOp({
  name: "AvgPool",
  doc: "The mean of the cells of each window that lie inside the image.",
  inputs: ["value"],
  attributes: poolAttributes,
  infer: ([value2], attributes) => pooled(
    "AvgPool",
    requireImage("AvgPool", "value", value2),
    attributes,
    (wanted) => refuse("AvgPool", "value", value2, wanted)
  ),
  gradient: (builder, { inputs, attributes }, gradient) => [
    builder.add("AvgPoolGrad", [gradient], { ...attributes, orig_input_shape: builder.shape(inputs[0]) })
  ],
  flops: (_, attributes, output) => sizeOf(output.shape) * sizeOf(attributes["ksize"]),
  evaluate([value2], attributes, output) {
    const result2 = new Float64Array(sizeOf(output.shape));
    visitWindows("AvgPool", imageShape(value2.shape), imageShape(output.shape), attributes, (at2, cells) => {
      result2[at2] = cells.reduce((sum, cell) => sum + value2.data[cell], 0) / cells.length;
    });
    return result2;
  },
  samples: samplesOf2((image) => [{ shape: image }])
});
var avgPoolGrad = defineOp({
  name: "AvgPoolGrad",
  doc: "The adjoint of AvgPool: shares the gradient equally among the cells of each window.",
  inputs: ["grad"],
  attributes: { ...poolAttributes, orig_input_shape: { type: "integers", doc: "shape of the image that was pooled" } },
  infer([gradient], attributes) {
    const op = "AvgPoolGrad";
    const wanted = { count: 4, least: 1, each: "[batch, rows, columns, channels]" };
    const shape = integersOf(op, attributes, "orig_input_shape", wanted);
    requireFloat(op, "grad", gradient);
    const result2 = pooled(
      op,
      imageShape(shape),
      attributes,
      (fit) => refuseAttribute(op, "orig_input_shape", shape, fit)
    );
    requireShape(op, "grad", gradient, result2.shape);
    return { dtype: "float32", shape };
  },
  gradient: (builder, { attributes }, gradient) => [builder.add("AvgPool", [gradient], poolingOf(attributes))],
  flops: ([gradient], attributes) => sizeOf(gradient.shape) * sizeOf(attributes["ksize"]),
  evaluate([gradient], attributes, output) {
    const result2 = new Float64Array(sizeOf(output.shape));
    visitWindows("AvgPoolGrad", imageShape(output.shape), imageShape(gradient.shape), attributes, (at2, cells) => {
      for (const cell of cells) result2[cell] += gradient.data[at2] / cells.length;
    });
    return result2;
  },
  samples: samplesOf2(
    (_, result2) => [{ shape: result2 }],
    (image) => ({ orig_input_shape: image })
  )
});
var poolingOps = [maxPool, maxPoolGrad, maxPoolGradGrad, avgPool, avgPoolGrad];
function gradOnly(other) {
  return (builder, { inputs, attributes }, gradient) => [
    null,
    null,
    builder.add(other, [inputs[0], inputs[1], gradient], attributes)
  ];
}
function distinct(shape) {
  const size3 = sizeOf(shape);
  const modulus = [11, 23, 37, 53, 101].find((prime) => prime >= size3);
  return { shape, values: Array.from({ length: size3 }, (_, i) => (i * 7 + 3) % modulus / 10 - 1) };
}
function samplesOf2(inputs, sizes = () => ({})) {
  const cases = [
    [
      [2, 4, 4, 1],
      [2, 2, 2, 1],
      [2, 2],
      [2, 2],
      [0, 0, 0, 0]
    ],
    // odd, the last row and column left out
    [
      [1, 5, 3, 3],
      [1, 2, 1, 3],
      [2, 2],
      [2, 2],
      [0, 0, 0, 0]
    ],
    // overlapping and padded
    [
      [1, 4, 3, 2],
      [1, 4, 3, 2],
      [3, 3],
      [1, 1],
      [1, 1, 1, 1]
    ],
    // SAME, k = 3, s = 2 on an even image: asymmetric
    [
      [1, 4, 6, 1],
      [1, 2, 3, 1],
      [3, 3],
      [2, 2],
      [0, 1, 0, 1]
    ],
    // SAME, k = 5, s = 2
    [
      [1, 6, 6, 1],
      [1, 3, 3, 1],
      [5, 5],
      [2, 2],
      [1, 2, 1, 2]
    ],
    // the window is the image; 1×1; strides with gaps
    [
      [2, 3, 2, 2],
      [2, 1, 1, 2],
      [3, 2],
      [1, 1],
      [0, 0, 0, 0]
    ],
    [
      [1, 2, 2, 3],
      [1, 2, 2, 3],
      [1, 1],
      [1, 1],
      [0, 0, 0, 0]
    ],
    [
      [1, 5, 3, 1],
      [1, 3, 2, 1],
      [1, 1],
      [2, 2],
      [0, 0, 0, 0]
    ]
  ];
  return cases.map(([image, result2, ksize, strides, explicit_paddings]) => ({
    inputs: inputs(image, result2),
    attributes: { ksize, strides, explicit_paddings, ...sizes(image) }
  }));
}

// src/compiler/ops/reduction.ts
var axesOf = (attributes) => attributes["axes"];
var keptShape = (shape, axes) => shape.map((side, axis) => axes.includes(axis) ? 1 : side);
function unreduced(builder, node2, value2) {
  const axes = axesOf(node2.attributes);
  if (axes.every((axis) => axis < axes.length)) return value2;
  return reshape2(builder, value2, keptShape(builder.shape(node2.inputs[0]), axes));
}
var extremeGradient = (builder, node2, gradient) => {
  const x5 = node2.inputs[0];
  const attaining = asFloat(builder, builder.add("Equal", [x5, unreduced(builder, node2, node2.id)]));
  const ties = builder.add("Sum", [attaining], node2.attributes);
  const share = builder.add("RealDiv", [gradient, ties]);
  return [builder.add("Mul", [attaining, unreduced(builder, node2, share)])];
};
var reductions = [
  {
    name: "Sum",
    doc: "The sum over the axes.",
    start: 0,
    step: (sum, value2) => sum + value2,
    integers: true,
    gradient: (b2, node2, g) => [broadcastTo(b2, unreduced(b2, node2, g), b2.shape(node2.inputs[0]))]
  },
  {
    name: "Mean",
    doc: "The mean over the axes.",
    start: 0,
    step: (sum, value2) => sum + value2,
    finish: (sum, count) => sum / count,
    integers: false,
    gradient: (b2, node2, g) => {
      const shape = b2.shape(node2.inputs[0]);
      const share = scale2(b2, g, sizeOf(node2.output.shape) / sizeOf(shape));
      return [broadcastTo(b2, unreduced(b2, node2, share), shape)];
    }
  },
  {
    name: "Max",
    doc: "The largest over the axes; its gradient is shared equally among ties.",
    start: -Infinity,
    step: Math.max,
    integers: true,
    gradient: extremeGradient
  },
  {
    name: "Min",
    doc: "The smallest over the axes; its gradient is shared equally among ties.",
    start: Infinity,
    step: Math.min,
    integers: true,
    gradient: extremeGradient
  }
];
function fold({ shape, data: data2 }, axes, { start, step, finish }) {
  const kept2 = keptShape(shape, axes);
  const size3 = sizeOf(kept2);
  const folded = new Float64Array(size3).fill(start);
  data2.forEach((value2, position) => {
    let target = 0;
    for (let axis = shape.length - 1, rest = position, stride2 = 1; axis >= 0; axis--) {
      const side = shape[axis];
      target += kept2[axis] === 1 ? 0 : rest % side * stride2;
      stride2 *= kept2[axis];
      rest = Math.floor(rest / side);
    }
    folded[target] = step(folded[target], value2);
  });
  return finish ? folded.map((value2) => finish(value2, data2.length / size3)) : folded;
}
var reductionSamples = [
  { inputs: [{ shape: [2, 3, 2] }], attributes: { axes: [0, 1, 2], keep_dims: false } },
  { inputs: [{ shape: [2, 3, 2] }], attributes: { axes: [2], keep_dims: false } },
  { inputs: [{ shape: [2, 3, 2] }], attributes: { axes: [0], keep_dims: false } },
  { inputs: [{ shape: [2, 3, 2] }], attributes: { axes: [0, 2], keep_dims: true } },
  { inputs: [{ shape: [2, 3, 2] }], attributes: { axes: [1, 2], keep_dims: false } },
  { inputs: [{ shape: [3, 2] }], attributes: { axes: [0, 1], keep_dims: true } },
  { inputs: [{ shape: [3, 1] }], attributes: { axes: [1], keep_dims: false } },
  { inputs: [{ shape: [2, 2] }], attributes: { axes: [], keep_dims: false } }
];
function defineReduction(row) {
  return defineOp({
    name: row.name,
    doc: row.doc,
    inputs: ["input"],
    attributes: {
      axes: { type: "integers", doc: "the axes to reduce, counted from 0, in rising order" },
      keep_dims: { type: "boolean", doc: "whether they stay, with side 1" }
    },
    infer: ([input], attributes) => {
      (row.integers ? requireNumber : requireFloat)(row.name, "input", input);
      const axes = axesOf(attributes);
      axes.forEach((axis, i) => {
        requireAxis(row.name, "axes", axis, input);
        if (i > 0 && axis <= axes[i - 1]) refuseAttribute(row.name, "axes", axes, "in rising order, each axis once");
      });
      const shape = attributes["keep_dims"] ? keptShape(input.shape, axes) : input.shape.filter((_, axis) => !axes.includes(axis));
      return { dtype: input.dtype, shape };
    },
    gradient: row.gradient,
    flops: ([input]) => sizeOf(input.shape),
    evaluate: ([input], attributes) => fold(input, axesOf(attributes), row),
    samples: [
      ...reductionSamples,
      ...row.integers ? [{ inputs: [{ shape: [3, 2], dtype: "int32" }], attributes: { axes: [0], keep_dims: false } }] : []
    ]
  });
}
function forEachLine(shape, axis, visit2) {
  const inner = sizeOf(shape.slice(axis + 1));
  const side = shape[axis];
  const lines = sizeOf(shape) / side;
  for (let line = 0; line < lines; line++) {
    const first2 = Math.floor(line / inner) * side * inner + line % inner;
    visit2(
      Array.from({ length: side }, (_, i) => first2 + i * inner),
      line
    );
  }
}
var reductionOps = [
  ...reductions.map(defineReduction),
  defineOp({
    name: "ArgMax",
    doc: "Where along the axis the largest stands; the first of equals.",
    inputs: ["input"],
    attributes: { axis: { type: "integer", doc: "counted from 0; it is reduced" } },
    infer: ([input], attributes) => {
      requireNumber("ArgMax", "input", input);
      const axis = requireAxis("ArgMax", "axis", attributes["axis"], input);
      return { dtype: "int32", shape: input.shape.toSpliced(axis, 1) };
    },
    gradient: "zero",
    flops: ([input]) => sizeOf(input.shape),
    evaluate: ([input], attributes, output) => {
      const result2 = new Float64Array(sizeOf(output.shape));
      forEachLine(input.shape, attributes["axis"], (positions, line) => {
        const values2 = positions.map((position) => input.data[position]);
        result2[line] = values2.indexOf(Math.max(...values2));
      });
      return result2;
    },
    samples: [
      { inputs: [{ shape: [3, 4] }], attributes: { axis: 1 } },
      { inputs: [{ shape: [2, 3, 2] }], attributes: { axis: 1 } },
      { inputs: [{ shape: [5] }], attributes: { axis: 0 } }
    ]
  }),
  defineOp({
    name: "Cumsum",
    doc: "The running sum along an axis.",
    inputs: ["x"],
    attributes: {
      axis: { type: "integer", doc: "counted from 0" },
      exclusive: { type: "boolean", doc: "whether an element\u2019s own value is left out" },
      reverse: { type: "boolean", doc: "whether to run from the end" }
    },
    infer: ([x5], attributes) => {
      requireAxis("Cumsum", "axis", attributes["axis"], requireNumber("Cumsum", "x", x5));
      return x5;
    },
    gradient: (b2, { attributes }, g) => [b2.add("Cumsum", [g], { ...attributes, reverse: !attributes["reverse"] })],
    flops: (_inputs, _attributes, output) => sizeOf(output.shape),
    evaluate: ([x5], attributes) => {
      const result2 = new Float64Array(x5.data.length);
      forEachLine(x5.shape, attributes["axis"], (positions) => {
        if (attributes["reverse"]) positions.reverse();
        let sum = 0;
        for (const position of positions) {
          const value2 = x5.data[position];
          result2[position] = attributes["exclusive"] ? sum : sum + value2;
          sum += value2;
        }
      });
      return result2;
    },
    samples: [
      { inputs: [{ shape: [2, 4] }], attributes: { axis: 1, exclusive: false, reverse: false } },
      { inputs: [{ shape: [2, 4] }], attributes: { axis: 1, exclusive: true, reverse: false } },
      { inputs: [{ shape: [3, 2, 2] }], attributes: { axis: 0, exclusive: false, reverse: true } },
      { inputs: [{ shape: [2, 3, 2] }], attributes: { axis: 1, exclusive: true, reverse: true } }
    ]
  })
];

// src/compiler/ops/resize.ts
var enlarged = (small, large2) => sameAxes(small, large2, (axis, i) => Math.floor(i * small[axis] / large2[axis]));
var divides = (small, large2) => large2[0] % small[0] === 0 && large2[1] % small[1] === 0;
var resizeCases = [
  { small: [2, 2, 2, 3], large: [2, 4, 4, 3] },
  { small: [1, 3, 2, 1], large: [1, 3, 6, 1] },
  { small: [1, 1, 1, 2], large: [1, 3, 2, 2] },
  { small: [1, 2, 3, 1], large: [1, 2, 3, 1] }
];
var blocks = (image, _, attributes) => {
  const block2 = attributes["block_size"];
  const [batch, rows4, columns, channels] = image;
  const cut = [batch, rows4 / block2, block2, columns / block2, block2 * channels];
  const strides = stridesOf(cut);
  return [0, 1, 3, 2, 4].map((axis) => Array.from({ length: cut[axis] }, (_2, i) => i * strides[axis]));
};
var blockAttributes = { block_size: { type: "integer", doc: "side of the blocks, in pixels" } };
var blockCases = [
  { image: [2, 4, 2, 3], depth: [2, 2, 1, 12], attributes: { block_size: 2 } },
  { image: [1, 3, 6, 1], depth: [1, 1, 2, 9], attributes: { block_size: 3 } },
  { image: [1, 2, 3, 2], depth: [1, 2, 3, 2], attributes: { block_size: 1 } }
];
var resizeOps = [
  defineOp({
    name: "ResizeNearestNeighbor",
    doc: "Enlarges an image by whole factors: out[n, y, x, c] = image[n, \u230Ay / factor\u230B, \u230Ax / factor\u230B, c].",
    inputs: ["images"],
    attributes: { size: { type: "integers", doc: "the new size, [rows, columns]" } },
    infer([images], attributes) {
      const op = "ResizeNearestNeighbor";
      const image = requireImage(op, "images", images);
      const [sides, size3] = [sidesOf(image), sidesAttribute(op, attributes, "size")];
      if (!divides(sides, size3)) {
        refuseAttribute(op, "size", size3, `whole multiples of the image's ${sides.join("\xD7")}`);
      }
      return imageType(image[0], size3, image[3]);
    },
    gradient: (builder, { inputs }, gradient) => [
      builder.add("ResizeNearestNeighborGrad", [gradient], { size: builder.shape(inputs[0]).slice(1, 3) })
    ],
    flops: () => 0,
    evaluate: reads(enlarged),
    samples: resizeCases.map(({ small, large: large2 }) => ({
      inputs: [{ shape: small }],
      attributes: { size: large2.slice(1, 3) }
    }))
  }),
  defineOp({
    name: "ResizeNearestNeighborGrad",
    doc: "The adjoint of ResizeNearestNeighbor: sums each block into the pixel it came from.",
    inputs: ["grads"],
    attributes: { size: { type: "integers", doc: "the size before enlarging, [rows, columns]" } },
    infer([grads], attributes) {
      const op = "ResizeNearestNeighborGrad";
      const image = requireImage(op, "grads", grads);
      const [sides, size3] = [sidesOf(image), sidesAttribute(op, attributes, "size")];
      if (!divides(size3, sides)) {
        refuseAttribute(
          op,
          "size",
          size3,
          `a size that goes a whole number of times into the gradient's ${sides.join("\xD7")}`
        );
      }
      return imageType(image[0], size3, image[3]);
    },
    gradient: (builder, { inputs }, gradient) => [
      builder.add("ResizeNearestNeighbor", [gradient], { size: builder.shape(inputs[0]).slice(1, 3) })
    ],
    flops: ([grads]) => sizeOf(grads.shape),
    evaluate: addsBack(enlarged),
    samples: resizeCases.map(({ small, large: large2 }) => ({
      inputs: [{ shape: large2 }],
      attributes: { size: small.slice(1, 3) }
    }))
  }),
  defineOp({
    name: "SpaceToDepth",
    doc: "Moves each block of pixels into the channels of one: out[n, y, x, (i\xB7b + j)\xB7C + c] = input[n, y\xB7b + i, x\xB7b + j, c].",
    inputs: ["input"],
    attributes: blockAttributes,
    infer([input], attributes) {
      const [batch, rows4, columns, channels] = requireImage("SpaceToDepth", "input", input);
      const block2 = integerOf("SpaceToDepth", attributes, "block_size", 1);
      if (rows4 % block2 !== 0 || columns % block2 !== 0) {
        refuse("SpaceToDepth", "input", input, `of rows and columns that are multiples of the block size, ${block2}`);
      }
      return imageType(batch, [rows4 / block2, columns / block2], channels * block2 * block2);
    },
    gradient: (builder, { attributes }, gradient) => [builder.add("DepthToSpace", [gradient], attributes)],
    flops: () => 0,
    evaluate: reads(blocks),
    samples: blockCases.map(({ image, attributes }) => ({ inputs: [{ shape: image }], attributes }))
  }),
  defineOp({
    name: "DepthToSpace",
    doc: "Moves channels into blocks of pixels (pixel shuffle): the inverse of SpaceToDepth.",
    inputs: ["input"],
    attributes: blockAttributes,
    infer([input], attributes) {
      const [batch, rows4, columns, channels] = requireImage("DepthToSpace", "input", input);
      const block2 = integerOf("DepthToSpace", attributes, "block_size", 1);
      if (channels % (block2 * block2) !== 0) {
        refuse(
          "DepthToSpace",
          "input",
          input,
          `of a number of channels that is a multiple of ${block2}\xD7${block2}, the block`
        );
      }
      return imageType(batch, [rows4 * block2, columns * block2], channels / (block2 * block2));
    },
    gradient: (builder, { attributes }, gradient) => [builder.add("SpaceToDepth", [gradient], attributes)],
    flops: () => 0,
    // a permutation's adjoint is its inverse
    evaluate: addsBack(blocks),
    samples: blockCases.map(({ depth, attributes }) => ({ inputs: [{ shape: depth }], attributes }))
  })
];

// src/compiler/ops/shape.ts
var integers = (attributes, name2) => attributes[name2];
var transposed2 = (source, result2, attributes) => {
  const strides = stridesOf(source);
  const perm = integers(attributes, "perm");
  return result2.map((side, axis) => Array.from({ length: side }, (_, i) => i * strides[perm[axis]]));
};
var reversed = (source, result2, attributes) => {
  const axes = integers(attributes, "axes");
  return sameAxes(source, result2, (axis, i) => axes.includes(axis) ? source[axis] - 1 - i : i);
};
var tiled = (source, result2) => sameAxes(source, result2, (axis, i) => i % source[axis]);
var broadcast2 = (source, result2) => {
  const aligned = [...Array(result2.length - source.length).fill(1), ...source];
  return sameAxes(aligned, result2, (axis, i) => aligned[axis] === 1 ? 0 : i);
};
var shapeOps = [
  defineOp({
    name: "Reshape",
    doc: "The same cells in row-major order under another shape.",
    inputs: ["tensor"],
    attributes: { shape: { type: "integers", doc: "the new shape, of as many cells" } },
    infer([tensor2], attributes) {
      const shape = integersOf("Reshape", attributes, "shape");
      const size3 = sizeOf(tensor2.shape);
      if (sizeOf(shape) !== size3) {
        refuseAttribute("Reshape", "shape", shape, `of ${size3} cells, as the input ${formatType(tensor2)} is`);
      }
      return { dtype: tensor2.dtype, shape };
    },
    gradient: (builder, { inputs }, gradient) => [reshape2(builder, gradient, builder.shape(inputs[0]))],
    flops: () => 0,
    evaluate: ([tensor2]) => tensor2.data.slice(),
    samples: [
      { inputs: [{ shape: [2, 6] }], attributes: { shape: [2, 2, 3] } },
      { inputs: [{ shape: [1] }], attributes: { shape: [] } }
    ]
  }),
  defineOp({
    name: "Transpose",
    doc: "Axis i of the result is axis perm[i] of the input.",
    inputs: ["x"],
    attributes: { perm: { type: "integers", doc: "every axis of the input, once each" } },
    infer([x5], attributes) {
      const rank = x5.shape.length;
      const perm = integersOf("Transpose", attributes, "perm", {
        count: rank,
        each: `one for each axis of ${formatType(x5)}`
      });
      if (new Set(perm).size !== rank || perm.some((axis) => axis >= rank)) {
        refuseAttribute("Transpose", "perm", perm, `each of 0 \u2026 ${rank - 1} once, the axes of ${formatType(x5)}`);
      }
      return { dtype: x5.dtype, shape: perm.map((axis) => x5.shape[axis]) };
    },
    gradient: (builder, { attributes }, gradient) => {
      const perm = integers(attributes, "perm");
      return [builder.add("Transpose", [gradient], { perm: perm.map((_, axis) => perm.indexOf(axis)) })];
    },
    flops: () => 0,
    evaluate: reads(transposed2),
    samples: [
      { inputs: [{ shape: [2, 3] }], attributes: { perm: [1, 0] } },
      { inputs: [{ shape: [2, 3, 4] }], attributes: { perm: [2, 0, 1] } },
      { inputs: [{ shape: [2, 1, 2, 3] }], attributes: { perm: [0, 3, 1, 2] } }
    ]
  }),
  defineOp({
    name: "ReverseV2",
    doc: "Runs backwards along the axes.",
    inputs: ["tensor"],
    attributes: { axes: { type: "integers", doc: "axes to run backwards along, once each" } },
    infer([tensor2], attributes) {
      const axes = integersOf("ReverseV2", attributes, "axes");
      for (const axis of axes) requireAxis("ReverseV2", "axes", axis, tensor2);
      if (new Set(axes).size !== axes.length) refuseAttribute("ReverseV2", "axes", axes, "without repetitions");
      return tensor2;
    },
    gradient: (builder, { attributes }, gradient) => [builder.add("ReverseV2", [gradient], attributes)],
    flops: () => 0,
    evaluate: reads(reversed),
    samples: [
      { inputs: [{ shape: [3, 2] }], attributes: { axes: [0] } },
      { inputs: [{ shape: [2, 3, 2] }], attributes: { axes: [2, 1] } }
    ]
  }),
  defineOp({
    name: "Tile",
    doc: "The input laid out multiples[i] times along axis i.",
    inputs: ["input"],
    attributes: { multiples: { type: "integers", doc: "repetitions, one for each axis" } },
    infer([input], attributes) {
      const { dtype, shape } = input;
      const each = `one for each axis of ${formatType(input)}`;
      const multiples = integersOf("Tile", attributes, "multiples", { count: shape.length, least: 1, each });
      return { dtype, shape: shape.map((side, axis) => side * multiples[axis]) };
    },
    // A repeated axis is one of repetitions before one of cells; the sum over the first leaves the input's shape.
    gradient: (builder, { inputs, attributes }, gradient) => {
      const split2 = [];
      const axes = [];
      builder.shape(inputs[0]).forEach((side, axis) => {
        const multiple = integers(attributes, "multiples")[axis];
        if (multiple > 1) axes.push(split2.push(multiple) - 1);
        split2.push(side);
      });
      if (axes.length === 0) return [gradient];
      return [builder.add("Sum", [reshape2(builder, gradient, split2)], { axes, keep_dims: false })];
    },
    flops: () => 0,
    evaluate: reads(tiled),
    samples: [
      { inputs: [{ shape: [2, 3] }], attributes: { multiples: [3, 1] } },
      { inputs: [{ shape: [2, 1, 3] }], attributes: { multiples: [2, 2, 2] } },
      { inputs: [{ shape: [2] }], attributes: { multiples: [1] } }
    ]
  }),
  defineOp({
    name: "BroadcastTo",
    doc: "Stretches sides of 1, and adds axes in front, up to the shape (NumPy broadcasting).",
    inputs: ["input"],
    attributes: { shape: { type: "integers", doc: "the shape to stretch to" } },
    infer([input], attributes) {
      const shape = integersOf("BroadcastTo", attributes, "shape");
      const common = broadcastShapes(input.shape, shape);
      if (!common || common.length !== shape.length || common.some((side, axis) => side !== shape[axis])) {
        refuse("BroadcastTo", "input", input, `of a shape that stretches to [${shape.join(", ")}]`);
      }
      return { dtype: input.dtype, shape };
    },
    gradient: (builder, { inputs }, gradient) => [sumTo(builder, gradient, builder.shape(inputs[0]))],
    flops: () => 0,
    evaluate: reads(broadcast2),
    samples: [
      { inputs: [{ shape: [3] }], attributes: { shape: [2, 3] } },
      { inputs: [{ shape: [2, 1, 3] }], attributes: { shape: [2, 4, 3] } },
      { inputs: [{ shape: [] }], attributes: { shape: [2, 2] } },
      { inputs: [{ shape: [1, 2, 1] }], attributes: { shape: [2, 3, 2, 2] } }
    ]
  })
];

// src/compiler/ops/slicing.ts
var integers2 = (attributes, name2) => attributes[name2];
var sliced = (source, result2, attributes) => {
  const begin = integers2(attributes, "begin");
  return sameAxes(source, result2, (axis, i) => begin[axis] + i);
};
var strided = (source, result2, attributes) => {
  const [begin, strides] = [integers2(attributes, "begin"), integers2(attributes, "strides")];
  return sameAxes(source, result2, (axis, i) => begin[axis] + i * strides[axis]);
};
var stridedAttributes = {
  begin: { type: "integers", doc: "first cell, one for each axis" },
  end: { type: "integers", doc: "where to stop, not included, one for each axis" },
  strides: { type: "integers", doc: "steps of at least 1, one for each axis" }
};
function stridedShape(op, attributes, source) {
  const wanted = { count: source.shape.length, each: `one for each axis of ${formatType(source)}` };
  const begin = integersOf(op, attributes, "begin", wanted);
  const end = integersOf(op, attributes, "end", wanted);
  const strides = integersOf(op, attributes, "strides", { ...wanted, least: 1 });
  return source.shape.map((side, axis) => {
    const [from, to] = [begin[axis], end[axis]];
    if (from >= to) refuseAttribute(op, "begin", begin, `before \`end\`, [${end.join(", ")}], on axis ${axis}`);
    if (to > side) refuseAttribute(op, "end", end, `at most ${side} on axis ${axis} of ${formatType(source)}`);
    return Math.ceil((to - from) / strides[axis]);
  });
}
var stridedSliceGradient = (builder, { inputs, attributes }, gradient) => [
  builder.add("StridedSliceGrad", [gradient], { ...attributes, shape: builder.shape(inputs[0]) })
];
var stridedSliceGradGradient = (builder, { attributes }, gradient) => {
  const { begin, end, strides } = attributes;
  return [builder.add("StridedSlice", [gradient], { begin, end, strides })];
};
var stridedCases = [
  { shape: [5], begin: [0], end: [5], strides: [2] },
  { shape: [4, 5], begin: [1, 0], end: [4, 4], strides: [2, 3] },
  { shape: [2, 6, 3], begin: [0, 1, 2], end: [2, 6, 3], strides: [1, 2, 1] }
];
var slicingOps = [
  defineOp({
    name: "ConcatV2",
    doc: "Joins the values along an axis, in order.",
    inputs: ["...values"],
    attributes: { axis: { type: "integer", doc: "the axis to join along" } },
    infer(values2, attributes) {
      const [first2] = values2;
      if (!first2) throw new OpError("ConcatV2: there are no values, but there must be at least one");
      const axis = requireAxis("ConcatV2", "axis", integerOf("ConcatV2", attributes, "axis"), first2);
      const elsewhere = (shape) => shape.map((side, i) => i === axis ? "\u2026" : side).join(", ");
      values2.forEach((value2, i) => {
        const name2 = `values[${i}]`;
        requireDType("ConcatV2", name2, value2, first2.dtype);
        if (elsewhere(value2.shape) !== elsewhere(first2.shape)) {
          refuse("ConcatV2", name2, value2, `[${elsewhere(first2.shape)}], as values[0], ${formatType(first2)}, is`);
        }
      });
      const joined2 = values2.reduce((sum, { shape }) => sum + shape[axis], 0);
      return { dtype: first2.dtype, shape: first2.shape.map((side, i) => i === axis ? joined2 : side) };
    },
    gradient(builder, { inputs, attributes }, gradient) {
      if (inputs.length === 1) return [gradient];
      let start = 0;
      return inputs.map((input) => {
        const size3 = builder.shape(input);
        const begin = size3.map((_, axis) => axis === attributes["axis"] ? start : 0);
        start += size3[attributes["axis"]];
        return builder.add("Slice", [gradient], { begin, size: size3 });
      });
    },
    flops: () => 0,
    evaluate(values2, attributes, output) {
      const axis = attributes["axis"];
      const result2 = new Float64Array(sizeOf(output.shape));
      const pitch = stridesOf(output.shape)[axis] * output.shape[axis];
      let start = 0;
      for (const { shape, data: data2 } of values2) {
        const run = stridesOf(shape)[axis] * shape[axis];
        data2.forEach((value2, i) => {
          result2[Math.floor(i / run) * pitch + start + i % run] = value2;
        });
        start += run;
      }
      return result2;
    },
    samples: [
      { inputs: [{ shape: [2, 3] }, { shape: [1, 3] }], attributes: { axis: 0 } },
      { inputs: [{ shape: [2, 1, 2] }, { shape: [2, 3, 2] }, { shape: [2, 2, 2] }], attributes: { axis: 1 } },
      { inputs: [{ shape: [1, 2, 2, 3] }, { shape: [1, 2, 2, 1] }], attributes: { axis: 3 } },
      { inputs: [{ shape: [2, 2] }], attributes: { axis: 1 } }
    ]
  }),
  defineOp({
    name: "Slice",
    doc: "The block of `size` that starts at `begin`.",
    inputs: ["input"],
    attributes: {
      begin: { type: "integers", doc: "first cell, one for each axis" },
      size: { type: "integers", doc: "cells to take, one for each axis" }
    },
    infer([input], attributes) {
      const { dtype, shape } = input;
      const wanted = { count: shape.length, each: `one for each axis of ${formatType(input)}` };
      const begin = integersOf("Slice", attributes, "begin", wanted);
      const size3 = integersOf("Slice", attributes, "size", { ...wanted, least: 1 });
      shape.forEach((side, axis) => {
        if (begin[axis] + size3[axis] <= side) return;
        const room = `at most ${side - begin[axis]} on axis ${axis} of ${formatType(input)}`;
        refuseAttribute("Slice", "size", size3, `${room}, as \`begin\` is [${begin.join(", ")}]`);
      });
      return { dtype, shape: size3 };
    },
    gradient(builder, { inputs, attributes }, gradient) {
      const [begin, size3] = [integers2(attributes, "begin"), integers2(attributes, "size")];
      const paddings = builder.shape(inputs[0]).map((side, axis) => [begin[axis], side - begin[axis] - size3[axis]]);
      return [builder.add("Pad", [gradient], { paddings })];
    },
    flops: () => 0,
    evaluate: reads(sliced),
    samples: [
      { inputs: [{ shape: [5] }], attributes: { begin: [1], size: [3] } },
      { inputs: [{ shape: [3, 4, 2] }], attributes: { begin: [1, 0, 1], size: [2, 4, 1] } }
    ]
  }),
  defineOp({
    name: "StridedSlice",
    doc: "The cells begin, begin + stride, \u2026 before end of each axis.",
    inputs: ["input"],
    attributes: stridedAttributes,
    infer: ([input], attributes) => ({ dtype: input.dtype, shape: stridedShape("StridedSlice", attributes, input) }),
    gradient: stridedSliceGradient,
    flops: () => 0,
    evaluate: reads(strided),
    samples: stridedCases.map(({ shape, ...attributes }) => ({
      inputs: [{ shape }],
      attributes
    }))
  }),
  defineOp({
    name: "StridedSliceGrad",
    doc: "The adjoint of StridedSlice: the gradient put back where it came from, zeros elsewhere.",
    inputs: ["dy"],
    attributes: { ...stridedAttributes, shape: { type: "integers", doc: "shape of what was sliced" } },
    infer([dy], attributes) {
      const op = "StridedSliceGrad";
      const source = { dtype: "float32", shape: integersOf(op, attributes, "shape", { least: 1 }) };
      requireFloat(op, "dy", dy);
      requireShape(op, "dy", dy, stridedShape(op, attributes, source));
      return source;
    },
    gradient: stridedSliceGradGradient,
    flops: () => 0,
    evaluate: addsBack(strided),
    samples: stridedCases.map((attributes) => ({
      inputs: [{ shape: stridedShape("StridedSlice", attributes, { dtype: "float32", shape: attributes.shape }) }],
      attributes
    }))
  })
];

// src/compiler/ops/source.ts
var typeAttributes = {
  dtype: { type: "string", choices: ["float32", "int32", "bool"], doc: "element type" },
  shape: { type: "integers", doc: "whole shape, batch axis included" }
};
var declaredType = (attributes) => ({
  dtype: attributes["dtype"],
  shape: attributes["shape"]
});
var sourceOps = [
  defineOp({
    name: "Placeholder",
    doc: "A value from outside: a minibatch, a random draw, a variable.",
    inputs: [],
    attributes: { ...typeAttributes, name: { type: "string", doc: "unique in the graph" } },
    infer: (_, attributes) => declaredType(attributes),
    gradient: "source",
    flops: () => 0,
    evaluate: () => {
      throw new Error("a placeholder has no value of its own");
    },
    samples: []
  }),
  defineOp({
    name: "Const",
    doc: "One number filling the shape, or the values in row-major order.",
    inputs: [],
    attributes: { ...typeAttributes, value: { type: "values", doc: "a number, or one for each element" } },
    infer: (_, attributes) => declaredType(attributes),
    gradient: "source",
    flops: () => 0,
    evaluate: (_, attributes, output) => {
      const value2 = attributes["value"];
      return typeof value2 === "number" ? new Float64Array(sizeOf(output.shape)).fill(value2) : Float64Array.from(value2);
    },
    samples: []
  })
];

// src/compiler/ops/table.ts
var families2 = [
  sourceOps,
  elementwiseUnaryOps,
  elementwiseBinaryOps,
  activationOps,
  comparisonOps,
  reductionOps,
  linearOps,
  shapeOps,
  slicingOps,
  paddingOps,
  indexingOps,
  convolutionOps,
  poolingOps,
  resizeOps
];
var ops = new Map(families2.flat().map((op) => [op.name, op]));
function opOf(name2) {
  const op = ops.get(name2);
  if (!op) throw new Error(`no op named ${name2} in the table`);
  return op;
}

// src/compiler/graph/builder.ts
var GraphBuilder = class {
  nodes = [];
  inputs = [];
  outputs = [];
  name;
  /** Stamped on every node made from now on. */
  origin;
  scope;
  known = /* @__PURE__ */ new Map();
  inputsByName = /* @__PURE__ */ new Map();
  constructor(name2) {
    this.name = name2;
  }
  /** Adds one op. Throws if the op's own rule refuses the inputs: the checker should have said so before. */
  add(op, inputs, attributes = {}) {
    const key = `${op}|${inputs.join(",")}|${JSON.stringify(attributes)}`;
    const found = this.known.get(key);
    if (found !== void 0) return found;
    const output = opOf(op).infer(inputs.map((id2) => this.type(id2)), attributes);
    const id = this.push(op, inputs, attributes, output);
    this.known.set(key, id);
    return id;
  }
  /** A value from outside; the same name gives the same node. */
  input(name2, type2, source) {
    const found = this.inputsByName.get(name2);
    if (found !== void 0) return found;
    const id = this.push("Placeholder", [], { name: name2, dtype: type2.dtype, shape: type2.shape }, type2);
    this.inputs.push({ node: id, name: name2, source });
    this.inputsByName.set(name2, id);
    return id;
  }
  /** A constant: one number filling `shape`, or the values in row-major order. */
  constant(value2, shape = [], dtype = "float32") {
    return this.add("Const", [], { value: value2, shape, dtype });
  }
  output(name2, node2, kind = "value") {
    this.outputs.push({ node: node2, name: name2, kind });
  }
  type(id) {
    return this.nodes[id].output;
  }
  shape(id) {
    return this.nodes[id].output.shape;
  }
  node(id) {
    return this.nodes[id];
  }
  build() {
    return { version: 1, name: this.name, nodes: [...this.nodes], inputs: [...this.inputs], outputs: [...this.outputs] };
  }
  push(op, inputs, attributes, output) {
    const id = this.nodes.length;
    this.nodes.push({
      id,
      op,
      inputs,
      attributes,
      output,
      ...this.origin && { origin: this.origin },
      ...this.scope !== void 0 && { scope: this.scope }
    });
    return id;
  }
};

// src/compiler/passes/differentiate.ts
function gradients(builder, of, wrt) {
  const type2 = builder.type(of);
  if (type2.dtype !== "float32" || type2.shape.length > 0) {
    throw new Error(`only a float32 scalar can be differentiated, not ${formatType(type2)}`);
  }
  for (const id of wrt) {
    if (builder.type(id).dtype === "float32") continue;
    throw new Error(`there is no gradient with respect to node %${id}, which is ${formatType(builder.type(id))}`);
  }
  const varies = reachedFrom(builder, of, new Set(wrt), isDifferentiable);
  const accumulated = /* @__PURE__ */ new Map();
  if (varies[of]) accumulated.set(of, builder.constant(1));
  const { origin: origin2, scope } = builder;
  for (let id = of; id >= 0; id--) {
    const gradient = accumulated.get(id);
    const node2 = builder.node(id);
    if (gradient === void 0 || !node2.inputs.some((input) => varies[input])) continue;
    const rule = opOf(node2.op).gradient;
    if (typeof rule === "string") continue;
    builder.origin = node2.origin;
    builder.scope = node2.scope === void 0 ? void 0 : backwardScope(node2.scope);
    rule(builder, node2, gradient).forEach((contribution, position) => {
      const input = node2.inputs[position];
      if (contribution === null || !varies[input]) return;
      const sum = accumulated.get(input);
      accumulated.set(input, sum === void 0 ? contribution : builder.add("AddV2", [sum, contribution]));
    });
  }
  builder.origin = origin2;
  builder.scope = scope;
  return wrt.map((id) => accumulated.get(id) ?? builder.constant(0, builder.shape(id)));
}
var backwardScope = (scope) => scope.endsWith(" (backward)") ? scope : `${scope} (backward)`;
var isDifferentiable = (builder, id) => builder.type(id).dtype === "float32" && typeof opOf(builder.node(id).op).gradient !== "string";
function reachedFrom(builder, last2, start, pass) {
  const reached = new Uint8Array(last2 + 1);
  for (let id = 0; id <= last2; id++) {
    const fromInputs = builder.node(id).inputs.some((input) => reached[input]);
    reached[id] = start.has(id) || fromInputs && pass(builder, id) ? 1 : 0;
  }
  return reached;
}

// src/compiler/passes/prune.ts
function prune(graph) {
  const needed = new Set(graph.outputs.map((o) => o.node));
  for (let id = graph.nodes.length - 1; id >= 0; id--) {
    if (needed.has(id)) for (const input of graph.nodes[id].inputs) needed.add(input);
  }
  const renumbered = /* @__PURE__ */ new Map();
  const nodes2 = [];
  for (const node2 of graph.nodes) {
    if (!needed.has(node2.id)) continue;
    const id = nodes2.length;
    renumbered.set(node2.id, id);
    nodes2.push({ ...node2, id, inputs: node2.inputs.map((input) => renumbered.get(input)) });
  }
  const move = (items2) => items2.filter((item) => needed.has(item.node)).map((item) => ({ ...item, node: renumbered.get(item.node) }));
  return { ...graph, nodes: nodes2, inputs: move(graph.inputs), outputs: move(graph.outputs) };
}

// src/compiler/lower/lowering.ts
function lowerer(site) {
  const root2 = { parameters: [], prefix: "", scope: "", known: /* @__PURE__ */ new Map() };
  return (expression2) => single(lower(site, expression2, root2));
}
function single(lowered) {
  if (typeof lowered !== "number") throw new Error("several values where one is expected");
  return lowered;
}
function lower(site, e, frame) {
  const known = frame.known.get(e);
  if (known !== void 0) return known;
  const lowered = compute(site, e, frame);
  frame.known.set(e, lowered);
  return lowered;
}
function compute(site, e, frame) {
  const { builder } = site;
  switch (e.kind) {
    case "constant":
      return builder.constant(e.value);
    case "data":
      return builder.input(roundName(site, `data/${e.field}`), graphType(e.type, site.batch), { kind: "data", field: e.field, round: site.round });
    case "draw":
      return drawn(site, frame.prefix + e.path, e.distribution, graphType(e.type, site.batch).shape);
    case "parameter":
      return frame.parameters[e.index];
    case "call":
      return lowerCall(site, e, frame);
    case "apply":
      return lowerApply(site, e, frame);
    case "tuple":
      return new Map(e.fields.map((f) => [f.name, single(lower(site, f.value, frame))]));
    case "field":
      return lower(site, e.of, frame).get(e.name);
    case "retype":
      return lower(site, e.of, frame);
    case "gradient": {
      const wrt = single(lower(site, e.wrt, frame));
      const of = single(lower(site, e.of, frame));
      return at(builder, e.span, frame.scope, () => gradients(builder, of, [wrt])[0]);
    }
  }
}
var roundName = (site, name2) => site.round === 0 ? name2 : `${name2}@${site.round}`;
function drawn(site, path, distribution, shape) {
  const stream = roundName(site, path);
  const dtype = distribution.kind === "categorical" ? "int32" : "float32";
  return site.builder.input(`draw/${stream}`, { dtype, shape }, { kind: "random", stream, distribution });
}
function lowerApply(site, e, frame) {
  const network2 = site.using?.get(e.network.name) ?? e.network;
  const parameters3 = e.arguments.map((a2) => single(lower(site, a2, frame)));
  const inner = { parameters: parameters3, prefix: `${frame.prefix}${e.path}/`, scope: `${network2.name}/`, known: /* @__PURE__ */ new Map() };
  return lower(site, network2.body, inner);
}
function lowerCall(site, e, frame) {
  const inputs = e.inputs.map((input) => single(lower(site, input, frame)));
  return at(site.builder, e.span, frame.scope + e.path, () => e.function.lower(lowering(site, e, frame), inputs));
}
function lowering(site, e, frame) {
  const weight = (name2) => e.weights[name2];
  return {
    ...reading(e.inputs.map((input) => input.type), e.settings),
    builder: site.builder,
    mode: site.mode,
    batch: site.batch,
    type: e.type,
    weight: (name2) => site.variables.read(weight(name2).path, weight(name2).shape),
    hasWeight: (name2) => name2 in e.weights,
    update(name2, value2) {
      const { path } = weight(name2);
      if (site.trained.has(path.slice(0, path.indexOf("/")))) site.variables.write(path, value2);
    },
    draw: (name2, distribution, shape) => drawn(site, `${frame.prefix}${e.path}/${name2}`, distribution, shape)
  };
}
function at(builder, span2, scope, make) {
  const { origin: origin2, scope: outer } = builder;
  builder.origin = originOf(span2);
  builder.scope = scope;
  try {
    return make();
  } finally {
    builder.origin = origin2;
    builder.scope = outer;
  }
}
function originOf(span2) {
  const { line } = positionAt(span2.source, span2.start);
  return { file: span2.source.name, start: span2.start, end: span2.end, line };
}

// src/compiler/lower/variables.ts
var stepPath = "step";
function iterationsPath(optimizer) {
  return `optimizer/${optimizer.name}/iterations`;
}
function slotPath(optimizer, weight, slot) {
  return `optimizer/${optimizer.name}/${weight}/${slot}`;
}
var zero = { kind: "initializer", initializer: initializer("zeros") };
function variablesOf(program) {
  const variables = /* @__PURE__ */ new Map();
  const add = (path, shape, start) => {
    if (!variables.has(path)) variables.set(path, { path, shape, start });
  };
  for (const network2 of program.networks.values()) {
    const original = network2.averageOf === void 0 ? void 0 : program.networks.get(network2.averageOf);
    for (const [i, weight] of network2.weights.entries()) {
      const copy = original?.weights[i];
      add(weight.path, weight.shape, copy ? { kind: "copy", of: copy.path } : { kind: "initializer", initializer: weight.initializer });
    }
  }
  const addOptimizers = (actions2) => {
    for (const action of actions2) {
      if (action.kind === "repeat" || action.kind === "every") addOptimizers(action.actions);
      if (action.kind !== "minimize") continue;
      const { optimizer } = action;
      add(iterationsPath(optimizer), [], zero);
      const weights = action.networks.flatMap((n) => n.weights.filter((w) => w.trainable));
      for (const weight of weights) {
        for (const slot of optimizer.definition.slots(optimizer.settings)) add(slotPath(optimizer, weight.path, slot), weight.shape, zero);
      }
    }
  };
  if (program.training) {
    addOptimizers(program.training.actions);
    add(stepPath, [], zero);
  }
  return [...variables.values()];
}

// src/compiler/lower/step.ts
function lowerStep(program, training, options) {
  const step = new Step(program, training, options);
  step.run(training.actions, 0);
  return prune(step.finish());
}
var GraphVariables = class {
  builder;
  current = /* @__PURE__ */ new Map();
  written = /* @__PURE__ */ new Set();
  constructor(builder) {
    this.builder = builder;
  }
  /**
   * What was written is read as a constant: a later loss does not differentiate through an earlier update (that would be
   * an unrolled GAN, Metz et al. 2017, which one has to ask for).
   */
  read(path, shape) {
    const known = this.current.get(path);
    if (known !== void 0) {
      if (!this.written.has(path)) return known;
      const settled = this.builder.add("StopGradient", [known]);
      this.current.set(path, settled);
      return settled;
    }
    const node2 = this.builder.input(path, { dtype: "float32", shape }, { kind: "variable", variable: path });
    this.current.set(path, node2);
    return node2;
  }
  write(path, value2) {
    this.current.set(path, value2);
    this.written.add(path);
  }
  /** Makes what was written the variables' next values. */
  output() {
    for (const path of this.written) this.builder.output(path, this.current.get(path), "variable");
  }
};
var Step = class {
  builder;
  variables;
  training;
  options;
  /** By loss: the value of the last round. */
  losses = /* @__PURE__ */ new Map();
  gradientNorms = /* @__PURE__ */ new Map();
  rounds = 1;
  constructor(program, training, options) {
    this.builder = new GraphBuilder(`${program.name}/step`);
    this.variables = new GraphVariables(this.builder);
    this.training = training;
    this.options = options;
  }
  run(actions2, round) {
    for (const action of actions2) {
      switch (action.kind) {
        case "minimize":
          this.minimize(action, round);
          break;
        case "repeat":
          for (let i = 0; i < action.count; i++) this.run(action.actions, this.rounds++);
          break;
        case "every":
          if (this.options.due.has(action)) this.run(action.actions, round);
          else this.rounds += countRounds(action.actions);
          break;
        case "clip":
          this.clip(action);
          break;
        case "average":
          this.average(action);
      }
    }
  }
  finish() {
    const step = this.variables.read(stepPath, []);
    this.variables.write(stepPath, this.builder.add("AddV2", [step, this.builder.constant(1)]));
    for (const [name2, node2] of this.losses) this.builder.output(name2, node2);
    for (const [name2, node2] of this.gradientNorms) this.builder.output(`${name2}.gradient_norm`, node2);
    this.variables.output();
    return this.builder.build();
  }
  minimize({ loss, networks, optimizer, span: span2 }, round) {
    const { builder: b2, variables } = this;
    const { batch } = this.training;
    const trained = new Set(networks.map((n) => n.name));
    const lower2 = lowerer({ builder: b2, variables, mode: "training", batch, round, trained });
    const value2 = lower2(loss.value);
    this.losses.set(loss.name, value2);
    const weights = trainable(networks);
    const found = gradients(b2, value2, weights.map((w) => variables.read(w.path, w.shape)));
    at(b2, span2, `${optimizer.definition.name} (${optimizer.name})`, () => {
      this.gradientNorms.set(loss.name, this.norm(found));
      const before = variables.read(iterationsPath(optimizer), []);
      const iteration = b2.add("AddV2", [before, b2.constant(1)]);
      variables.write(iterationsPath(optimizer), iteration);
      const learningRate = emitSchedule(b2, optimizer.learningRate, variables.read(stepPath, []), (s) => this.inSteps(s));
      for (const [i, weight] of weights.entries()) {
        const names2 = optimizer.definition.slots(optimizer.settings);
        const slots = Object.fromEntries(names2.map((name2) => [name2, variables.read(slotPath(optimizer, weight.path, name2), weight.shape)]));
        const now = variables.read(weight.path, weight.shape);
        const updated = optimizer.definition.update({
          builder: b2,
          weight: now,
          gradient: found[i],
          learningRate,
          iteration,
          slots,
          settings: optimizer.settings
        });
        variables.write(weight.path, updated.weight);
        for (const [name2, node2] of Object.entries(updated.slots)) variables.write(slotPath(optimizer, weight.path, name2), node2);
      }
    });
  }
  /** The length of the whole gradient: a number to watch, and the first to go when something overflows. */
  norm(found) {
    const b2 = this.builder;
    const squares = found.map((g) => {
      const axes = b2.shape(g).map((_, axis) => axis);
      const square = b2.add("Square", [g]);
      return axes.length === 0 ? square : b2.add("Sum", [square], { axes, keep_dims: false });
    });
    const sum = squares.reduce((total, s) => b2.add("AddV2", [total, s]));
    return b2.add("Sqrt", [sum]);
  }
  clip({ network: network2, low, high, span: span2 }) {
    const { builder: b2, variables } = this;
    at(b2, span2, `clip ${network2.name}`, () => {
      for (const weight of trainable([network2])) {
        const atLeast = b2.add("Maximum", [variables.read(weight.path, weight.shape), b2.constant(low)]);
        variables.write(weight.path, b2.add("Minimum", [atLeast, b2.constant(high)]));
      }
    });
  }
  average({ network: network2, average: average2, decay, span: span2 }) {
    const { builder: b2, variables } = this;
    at(b2, span2, `average ${average2.name}`, () => {
      for (const [i, weight] of network2.weights.entries()) {
        const { path, shape } = average2.weights[i];
        const old = b2.add("Mul", [variables.read(path, shape), b2.constant(decay)]);
        const now = b2.add("Mul", [variables.read(weight.path, shape), b2.constant(1 - decay)]);
        variables.write(path, b2.add("AddV2", [old, now]));
      }
    });
  }
  inSteps(stretch2) {
    const { count, unit: unit2 } = stretch2 === "whole" ? this.training.duration : stretch2;
    return unit2 === "steps" ? count : count * this.options.stepsPerEpoch;
  }
};
function trainable(networks) {
  const weights = networks.flatMap((n) => n.weights.filter((w) => w.trainable));
  return [...new Map(weights.map((w) => [w.path, w])).values()];
}
function countRounds(actions2) {
  return actions2.reduce((sum, a2) => {
    if (a2.kind === "repeat") return sum + a2.count * (1 + countRounds(a2.actions));
    return a2.kind === "every" ? sum + countRounds(a2.actions) : sum;
  }, 0);
}
function dataRounds(training) {
  const found = /* @__PURE__ */ new Set();
  let next = 1;
  const walk = (actions2, round) => {
    for (const action of actions2) {
      if (action.kind === "minimize") {
        visit([action.loss.value], (e) => {
          if (e.kind === "data") found.add(round);
        });
      }
      if (action.kind === "repeat") for (let i = 0; i < action.count; i++) walk(action.actions, next++);
      if (action.kind === "every") walk(action.actions, round);
    }
  };
  walk(training.actions, 0);
  return [...found].sort((a2, b2) => a2 - b2);
}
function everyBlocks(actions2) {
  return actions2.flatMap((a2) => {
    if (a2.kind === "every") return [a2, ...everyBlocks(a2.actions)];
    return a2.kind === "repeat" ? everyBlocks(a2.actions) : [];
  });
}

// src/compiler/lower/values.ts
function lowerValues(name2, expressions2, options) {
  const builder = new GraphBuilder(name2);
  const using = new Map((options.using ?? []).map((n) => [n.averageOf ?? n.name, n]));
  const lower2 = lowerer({
    builder,
    variables: new GraphVariables(builder),
    mode: "inference",
    batch: options.batch,
    round: 0,
    trained: /* @__PURE__ */ new Set(),
    using
  });
  for (const [output, expression2] of expressions2) builder.output(output, lower2(expression2));
  return prune(builder.build());
}

// src/compiler/compile.ts
function analyze(source, options = {}) {
  const { spec, diagnostics: syntax } = parse(source);
  const { program, diagnostics } = check(spec, options);
  const shown = hasErrors(syntax) ? diagnostics.filter((d) => d.severity === "error") : diagnostics;
  const all = [...syntax, ...shown].sort((a2, b2) => a2.span.start - b2.span.start);
  return { program: hasErrors(all) ? null : program, diagnostics: all };
}
function compile(program, options = {}) {
  const { training } = program;
  const stepsPerEpoch = options.stepsPerEpoch ?? 1e3;
  const blocks2 = everyBlocks(training?.actions ?? []);
  const inSteps = ({ count, unit: unit2 }) => unit2 === "steps" ? count : count * stepsPerEpoch;
  const variants = /* @__PURE__ */ new Map();
  return {
    program,
    variables: variablesOf(program),
    stepsPerEpoch,
    totalSteps: training ? inSteps(training.duration) : 0,
    dataRounds: training ? dataRounds(training) : [],
    step(index2) {
      if (!training) throw new Error(`${program.name} has no \`train\``);
      const due = new Set(blocks2.filter((block2) => (index2 + 1) % inSteps(block2.period) === 0));
      const key = blocks2.map((block2) => due.has(block2) ? "1" : "0").join("");
      const known = variants.get(key);
      if (known) return known;
      const graph = lowerStep(program, training, { stepsPerEpoch, due });
      variants.set(key, graph);
      return graph;
    },
    values: lowerValues
  };
}

export {
  hasErrors,
  span,
  positionAt,
  lineText,
  lex,
  didYouMean,
  parse,
  formatType2 as formatType,
  graphType,
  startOf,
  libraryFiles,
  parameterCount,
  dataSources,
  completeParameters,
  opOf,
  stepPath,
  analyze,
  compile
};
/*! Bundled license information:

lodash-es/lodash.js:
  (**
   * @license
   * Lodash (Custom Build) <https://lodash.com/>
   * Build: `lodash modularize exports="es" -o ./`
   * Copyright OpenJS Foundation and other contributors <https://openjsf.org/>
   * Released under MIT license <https://lodash.com/license>
   * Based on Underscore.js 1.8.3 <http://underscorejs.org/LICENSE>
   * Copyright Jeremy Ashkenas, DocumentCloud and Investigative Reporters & Editors
   *)
*/
